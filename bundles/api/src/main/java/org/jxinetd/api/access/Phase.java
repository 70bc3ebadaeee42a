package org.jxinetd.api.access;

import java.util.Locale;

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
  IDENT;

  /** In explanations: the state of the service itself, before any rule is asked. */
  public static final String STATE = "state";

  /** In explanations: what the service's server asks on its own, behind all the rules. */
  public static final String BEHIND = "behind";

  private final String step = name().toLowerCase(Locale.ROOT);

  /** Its name in explanations. */
  public String step() {
    return step;
  }
}
