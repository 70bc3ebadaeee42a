package org.jxinetd.api.access;

/** Whether a decision counts. */
public enum Mode {
  /** For a real client: counters move, bans are set. */
  DECIDE,
  /** For an explanation: the same answer without side effects. */
  DRY_RUN
}
