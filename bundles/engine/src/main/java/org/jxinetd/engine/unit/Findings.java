package org.jxinetd.engine.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.foreign.Overrun;

/** What one compilation has found so far. Belongs to one thread. */
final class Findings {

  private final ServiceSpec service;
  private final List<String> missing = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Provided<?>> uses = new ArrayList<>();

  Findings(ServiceSpec service) {
    this.service = service;
  }

  /** What the service has to wait for. */
  List<String> missing() {
    return missing;
  }

  /** Errors and warnings. */
  List<Problem> problems() {
    return problems;
  }

  /** The providers that the plan depends on. */
  List<Provided<?>> uses() {
    return uses;
  }

  boolean stopped() {
    return !missing.isEmpty()
        || problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  /** A step of a compilation that needs a provider. */
  interface Step<R> {
    R run() throws ConfigException, Overrun;
  }

  /**
   * Runs a step; empty when it has not come to an end. A bundle that fails is a problem, one that
   * is late, or not asked any more, is waited for.
   */
  <R> Optional<R> attempt(Provided<?> provided, Step<R> step) {
    try {
      return Optional.of(step.run());
    } catch (ConfigException e) {
      wrong(e);
    } catch (Overrun e) {
      if (e.getCause() == null) {
        missing.add("bundle " + provided.bundle() + ", which " + e.getMessage());
      } else {
        broken(provided, e.getMessage());
      }
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      broken(provided, e.toString());
    }
    return Optional.empty();
  }

  void wrong(ConfigException e) {
    problems.addAll(e.problems());
  }

  private void broken(Provided<?> provided, String why) {
    problems.add(
        Problem.error(
            service.origin(),
            "",
            "bundle " + provided.bundle() + " failed: " + why,
            "service " + service.id() + " not started"));
  }
}
