/**
 * The TCP port service multiplexer, RFC 1078: clients of one port name the service that they want;
 * services of type TCPMUX and TCPMUXPLUS can be reached this way.
 */
package org.jxinetd.handler.tcpmux;
