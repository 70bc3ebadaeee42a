/**
 * Command lines on a terminal: the one that xinetctl stands on, or one at the other end of a
 * connection.
 */
@org.osgi.annotation.versioning.Version("0.1.0")
package org.jxinetd.console;
