package org.jxinetd.access.libwrap;

/**
 * Who wants what: what the rules are asked about.
 *
 * @param daemon the service's name in the rules
 * @param user who uses the client host; {@code unknown} without ident
 */
record Visit(String daemon, Party client, Party server, String user) {}
