/**
 * The commands of xinetctl over SSH. Off until a configuration with the PID {@code
 * org.jxinetd.shell.ssh} exists.
 */
package org.jxinetd.shell.ssh;
