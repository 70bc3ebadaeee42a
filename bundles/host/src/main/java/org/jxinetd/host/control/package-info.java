/** The client of the control socket. */
package org.jxinetd.host.control;
