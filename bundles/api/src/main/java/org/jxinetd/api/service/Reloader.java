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
