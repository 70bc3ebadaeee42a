package org.jxinetd.api.access;

import java.util.Objects;

/**
 * Why a client was refused: the words between the service id and {@code from=} of a FAIL line.
 *
 * @param word as written to the log; xinetd's words are the constants here
 */
public record Reason(String word) {

  public static final Reason CPS = new Reason("connections per second");
  public static final Reason LOAD = new Reason("load");
  public static final Reason TIME = new Reason("time");
  public static final Reason SERVICE_LIMIT = new Reason("service_limit");
  public static final Reason PER_SOURCE_LIMIT = new Reason("per_source_limit");
  public static final Reason PROCESS_LIMIT = new Reason("process_limit");
  public static final Reason FORK = new Reason("fork");
  public static final Reason ADDRESS = new Reason("address");
  public static final Reason LIBWRAP = new Reason("libwrap");

  /** The client host does not say who its user is, and the service wants to know. */
  public static final Reason IDENT = new Reason("ident");

  /** Ours: a rule failed or overran its deadline, so nobody gets in by it. */
  public static final Reason RULE_FAILED = new Reason("rule_failed");

  /** Ours: the bundle that a service needs is missing for longer than clients are held. */
  public static final Reason UNAVAILABLE = new Reason("unavailable");

  public Reason {
    Objects.requireNonNull(word, "word");
    if (word.isBlank() || word.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw new IllegalArgumentException("a reason is printable text");
    }
  }

  @Override
  public String toString() {
    return word;
  }
}
