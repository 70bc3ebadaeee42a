package org.jxinetd.api.service;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Says what the configuration files mean on this host, with the bundles that run now, and what is
 * wrong with them. Nothing that runs is touched. Provided by the front end that owns the files; any
 * thread.
 */
@ProviderType
public interface ConfigurationCheck {

  /** Reads the files. Names are looked up for about a second at most. */
  Result check() throws InterruptedException;

  /**
   * What was found.
   *
   * @param problems in reading order
   * @param services number of services that are wanted
   * @param ready number of those that could be served
   * @param files number of files read; 0 when the first one could not be
   */
  record Result(List<Problem> problems, int services, int ready, int files) {
    public Result {
      problems = List.copyOf(problems);
    }
  }
}
