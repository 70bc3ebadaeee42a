package org.jxinetd.api.service;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A service cannot run as configured. Carries every problem found, not the first one only; only the
 * service concerned is affected.
 */
public final class ConfigException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems at least one, each with its consequence
   */
  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a ConfigException needs a problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** An error in the value of one attribute of {@code service}, which therefore is not started. */
  public static ConfigException in(ServiceSpec service, Attribute attribute, String message) {
    return new ConfigException(
        List.of(
            Problem.error(
                attribute.origin(),
                attribute.name(),
                message,
                "service " + service.id() + " not started")));
  }

  /** An error of {@code service} as a whole, which therefore is not started. */
  public static ConfigException in(ServiceSpec service, String message) {
    return new ConfigException(
        List.of(
            Problem.error(
                service.origin(), "", message, "service " + service.id() + " not started")));
  }

  public List<Problem> problems() {
    return problems;
  }
}
