/**
 * Services with {@code mdns = yes} are announced by multicast DNS (RFC 6762, RFC 6763), so that
 * programs on the local network find them without knowing a port.
 */
package org.jxinetd.mdns;
