package org.jxinetd.access.libwrap;

/** What the rules ask of the world: the names of hosts, their users, and a shell for commands. */
record Surroundings(Names names, Users users, Commands commands) {}
