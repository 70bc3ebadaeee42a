package org.jxinetd.api.access;

/** The order of the checks on one connection; xinetd's order. The first objection wins. */
public enum Phase {
  CPS,
  LOAD,
  ACCESS_TIMES,
  INSTANCES,
  PER_SOURCE,
  PROCESS_LIMIT,
  SENSOR,
  ADDRESS,
  LIBWRAP,
  IDENT
}
