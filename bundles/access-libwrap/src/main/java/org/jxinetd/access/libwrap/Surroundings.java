package org.jxinetd.access.libwrap;

/**
 * What the rules ask of the world: the names of hosts, their groups, their users, and a shell for
 * commands.
 *
 * @param uid the daemon's own user id
 */
record Surroundings(Names names, Groups groups, Users users, Commands commands, int uid) {}
