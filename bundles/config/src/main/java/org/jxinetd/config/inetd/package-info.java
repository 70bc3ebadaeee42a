/** inetd.conf: read beside xinetd's files, and converted into them by itox. */
package org.jxinetd.config.inetd;
