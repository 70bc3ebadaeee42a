package org.jxinetd.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.merge.Defaults;

/**
 * A configuration, read and checked.
 *
 * @param defaults what its {@code defaults} entries say
 * @param outcomes one for each service that is wanted, in file order
 * @param declined ids, in lower case, of services that are written down but not wanted
 * @param damaged files of which a part could not be read
 * @param problems everything that is wrong, in reading order
 */
public record Loaded(
    Defaults defaults,
    List<Outcome> outcomes,
    Set<String> declined,
    Set<String> damaged,
    List<String> files,
    List<Problem> problems) {

  public Loaded {
    outcomes = List.copyOf(outcomes);
    declined = Set.copyOf(declined);
    damaged = Set.copyOf(damaged);
    files = List.copyOf(files);
    problems = List.copyOf(problems);
  }

  /**
   * What became of one entry.
   *
   * @param name of its configuration
   * @param service empty when it cannot run
   */
  public record Outcome(String name, String id, Origin origin, Optional<ServiceSpec> service) {}

  /** The services that can run. */
  public List<ServiceSpec> services() {
    return outcomes.stream().flatMap(outcome -> outcome.service().stream()).toList();
  }
}
