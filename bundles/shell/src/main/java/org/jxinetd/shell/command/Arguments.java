package org.jxinetd.shell.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words that followed a command's name, as its {@link Syntax} sorted them.
 *
 * @param values of the options that have one, by option
 */
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

  /**
   * The value of an option as a whole number.
   *
   * @throws UsageException when it is none between {@code min} and {@code max}
   */
  int number(String option, int min, int max, int otherwise) throws UsageException {
    String text = values.get(option);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // said below, together with the range
    }
    throw new UsageException(option + " needs a whole number from " + min + " to " + max);
  }
}
