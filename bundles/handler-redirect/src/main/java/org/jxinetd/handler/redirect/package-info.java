/**
 * The TCP relay: clients of a service with {@code redirect} are carried to another host and port.
 */
package org.jxinetd.handler.redirect;
