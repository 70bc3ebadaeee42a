/**
 * What extends classes of the library. They log under their own names what the library logs; the
 * daemon log keeps both for {@code -d}.
 */
package org.jxinetd.shell.ssh.library;
