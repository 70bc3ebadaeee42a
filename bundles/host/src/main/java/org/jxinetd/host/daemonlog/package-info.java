/** The daemon's own messages: an SLF4J provider that writes xinetd's line forms. */
package org.jxinetd.host.daemonlog;
