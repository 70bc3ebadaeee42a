/** Services as units of systemd. */
package org.jxinetd.shell.systemd;
