package org.jxinetd.handler.exec;

import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Problem;

/** Collects what is wrong with a service, so that all of it is said at once. */
final class Findings {

  private final List<Problem> problems = new ArrayList<>();

  /** A part of a service that may be wrong. */
  interface Part<T> {
    T read() throws ConfigException;
  }

  /** Reads a part; where it is wrong, remembers why and goes on with the stand-in. */
  <T> T read(Part<T> part, T standIn) {
    try {
      return part.read();
    } catch (ConfigException e) {
      problems.addAll(e.problems());
      return standIn;
    }
  }

  /** Throws when anything was wrong. */
  void check() throws ConfigException {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }
}
