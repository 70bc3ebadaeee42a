package org.jxinetd.access.libwrap;

/** The two files of rules. */
enum Table {
  /** hosts.allow: a match admits. */
  ALLOW,
  /** hosts.deny: a match refuses. */
  DENY
}
