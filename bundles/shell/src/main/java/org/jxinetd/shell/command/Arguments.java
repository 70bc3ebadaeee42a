package org.jxinetd.shell.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words that followed a command's name, as its {@link Syntax} sorted them. */
public record Arguments(Set<String> options, Map<String, String> values, List<String> operands) {

  public Arguments {
    options = Set.copyOf(options);
    values = Map.copyOf(values);
    operands = List.copyOf(operands);
  }

  boolean has(String option) {
    return options.contains(option);
  }

  /** What stands behind an option that takes a value. */
  Optional<String> value(String option) {
    return Optional.ofNullable(values.get(option));
  }

  /** True when programs will read the answer. */
  boolean json() {
    return has(Syntax.JSON);
  }

  /** The first operand. */
  Optional<String> name() {
    return operands.isEmpty() ? Optional.empty() : Optional.of(operands.getFirst());
  }
}
