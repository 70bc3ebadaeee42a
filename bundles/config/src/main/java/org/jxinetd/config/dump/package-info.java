/** Prints the effective configuration in the layout of xinetd's own dump. */
package org.jxinetd.config.dump;
