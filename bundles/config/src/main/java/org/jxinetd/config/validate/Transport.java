package org.jxinetd.config.validate;

import java.util.OptionalInt;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.config.system.SystemNames;

/**
 * What a service listens with.
 *
 * @param port empty for services without a socket of a known port: RPC, TCPMUX
 */
record Transport(SocketType type, SystemNames.Protocol protocol, OptionalInt port) {}
