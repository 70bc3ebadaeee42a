/** Rules of TCP wrappers, hosts_access(5), as lists of xinetd.conf. */
package org.jxinetd.config.wrapper;
