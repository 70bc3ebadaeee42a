package org.jxinetd.api.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Turns one configuration of the factory PID {@value #FACTORY_PID} into an effective service. Every
 * source of services goes through here, so that a Config Admin client gets the same checks, the
 * same messages and the same {@code defaults} as a file.
 *
 * <p>Keys are attribute names, values {@code String} or {@code String[]}. Three keys are special:
 * {@value #NAME_KEY} is the name behind the {@code service} keyword; {@code .origin.ATTRIBUTE} is
 * the {@linkplain Origin#toString() text} of an origin, or an array with one for each value; keys
 * that begin with {@code service.} or {@code felix.} are ignored.
 */
@ProviderType
public interface ServiceCompiler {

  /** One configuration of this factory PID is one service. */
  String FACTORY_PID = "org.jxinetd.service";

  /** Key of the service's name. */
  String NAME_KEY = "service";

  /** Key of the origin of the {@code service} keyword. */
  String ORIGIN_KEY = ".origin";

  /** Prefix of the keys that hold the origins of attributes. */
  String ORIGIN_PREFIX = ".origin.";

  /** Present on configurations made from files: {@code defaults} have been applied already. */
  String EFFECTIVE_KEY = ".effective";

  /**
   * Checks one configuration. Never throws for bad values.
   *
   * @param pid the configuration's PID, used as origin where none is given
   */
  Result compile(String pid, Map<String, ?> properties);

  /**
   * What became of one configuration.
   *
   * @param service empty when it cannot run
   * @param problems all that was found, in the order of the attributes
   */
  record Result(Optional<ServiceSpec> service, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }
}
