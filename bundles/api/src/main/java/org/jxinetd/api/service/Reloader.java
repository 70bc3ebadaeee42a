package org.jxinetd.api.service;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Reads the configuration files again. Provided by the front end that owns the files. */
@ProviderType
public interface Reloader {

  /**
   * Reads everything and, unless {@code dryRun}, publishes it as one generation. Calls are served
   * one after the other. Services whose definition is broken keep the last good one.
   *
   * @return what was found and what changes; the engine applies a generation a moment later, see
   *     {@link SuperServer#awaitGeneration}
   */
  Report reload(boolean dryRun);

  /**
   * Switches a service on or off against what its configuration says, and publishes that as one
   * generation. It holds, also after a restart, until the service is switched the other way.
   *
   * @param id of a service that is {@linkplain #written() written}, ignoring case
   * @return as {@link #reload} does; a problem that is an error when the id is not known or the
   *     decision cannot be kept
   */
  default Report turn(String id, boolean on) {
    Problem problem =
        Problem.error(Origin.NONE, "", "services cannot be switched here", "nothing was done");
    return new Report(0, List.of(problem), List.of(), 0);
  }

  /**
   * Every service that is defined, wanted or not: those of the files in their order, as they were
   * read last, then those of other sources of configurations by their ids.
   */
  default List<Written> written() {
    return List.of();
  }

  /**
   * A service that is defined.
   *
   * @param on whether it is wanted now
   * @param turned whether {@link #turn} decided that, against its configuration
   */
  record Written(String id, boolean on, boolean turned, Origin origin) {}

  /**
   * The result of one reload.
   *
   * @param generation number of the published generation; 0 when nothing was published
   * @param problems everything that was wrong
   * @param changes one entry for each service added, removed or changed
   * @param kept number of services that stay as they are
   */
  record Report(long generation, List<Problem> problems, List<Change> changes, int kept) {
    public Report {
      problems = List.copyOf(problems);
      changes = List.copyOf(changes);
    }
  }

  /** What happens to a service at a reload. */
  enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /**
   * One service that differs.
   *
   * @param details for a changed service, lines such as {@code per_source: 4 -> 10}
   */
  record Change(Kind kind, String id, List<String> details) {
    public Change {
      details = List.copyOf(details);
    }
  }
}
