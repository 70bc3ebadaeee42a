package org.jxinetd.config;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.merge.Defaults;
import org.jxinetd.config.system.SystemNames;
import org.jxinetd.config.text.Entry;

/**
 * A configuration, read and checked.
 *
 * @param defaults what its {@code defaults} entries say
 * @param names the system's tables at that time
 * @param outcomes one for each service that is wanted, in file order
 * @param written one for each service in the files, wanted or not, in file order
 * @param declined ids, in lower case, of services that are written down but not wanted
 * @param damaged files of which a part could not be read
 * @param directories every includedir
 * @param problems everything that is wrong, in reading order
 */
public record Loaded(
    Defaults defaults,
    SystemNames names,
    List<Outcome> outcomes,
    List<Written> written,
    Set<String> declined,
    Set<String> damaged,
    List<String> files,
    List<String> directories,
    List<Problem> problems) {

  public Loaded {
    outcomes = List.copyOf(outcomes);
    written = List.copyOf(written);
    declined = Set.copyOf(declined);
    damaged = Set.copyOf(damaged);
    files = List.copyOf(files);
    directories = List.copyOf(directories);
    problems = List.copyOf(problems);
  }

  /**
   * A service in the files.
   *
   * @param wanted whether it shall run
   * @param byFiles whether the files alone want it
   */
  public record Written(String id, Origin origin, boolean wanted, boolean byFiles) {}

  /**
   * What became of one entry.
   *
   * @param name of its configuration
   * @param service empty when it cannot run
   * @param checked what the entry alone led to
   */
  public record Outcome(
      String name, String id, Origin origin, Optional<ServiceSpec> service, Checked checked) {}

  /**
   * An entry and what its checks led to, before the services are compared with each other. An equal
   * entry leads to the same as long as defaults and system tables are the same.
   */
  public record Checked(
      Entry.Service entry, Optional<ServiceSpec> service, List<Problem> problems) {
    public Checked {
      problems = List.copyOf(problems);
    }
  }

  /** The services that can run. */
  public List<ServiceSpec> services() {
    return outcomes.stream().flatMap(outcome -> outcome.service().stream()).toList();
  }
}
