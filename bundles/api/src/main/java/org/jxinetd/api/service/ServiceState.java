package org.jxinetd.api.service;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What a service is doing. */
public sealed interface ServiceState {

  /** Text for tables: the state, and the reason where there is one. */
  String describe();

  /**
   * Something it needs is not there; it starts by itself when it comes.
   *
   * @param missing what is absent, such as {@code attribute max_load (no bundle owns it)}
   * @param bound true when it was listening before: the socket is kept, clients are held for a
   *     while, then refused
   */
  record Waiting(List<String> missing, boolean bound) implements ServiceState {
    public Waiting {
      missing = List.copyOf(missing);
    }

    @Override
    public String describe() {
      return "waiting for " + String.join(", ", missing);
    }
  }

  /** It serves. */
  record Listening() implements ServiceState {
    @Override
    public String describe() {
      return "listening";
    }
  }

  /** A limit has switched it off until a moment that is known. */
  record Suspended(Instant until, String why) implements ServiceState {
    public Suspended {
      Objects.requireNonNull(until, "until");
    }

    @Override
    public String describe() {
      return "suspended until " + until + " (" + why + ")";
    }
  }

  /** It cannot run as configured. */
  record Failed(List<Problem> problems) implements ServiceState {
    public Failed {
      problems = List.copyOf(problems);
    }

    @Override
    public String describe() {
      return "failed: " + (problems.isEmpty() ? "unknown" : problems.getFirst().message());
    }
  }

  /** It is not wanted any more. */
  record Stopped() implements ServiceState {
    @Override
    public String describe() {
      return "stopped";
    }
  }
}
