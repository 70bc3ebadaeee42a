/** xinetctl on a terminal, when it is called without a command. */
package org.jxinetd.console;
