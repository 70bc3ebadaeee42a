package org.jxinetd.config.language;

import java.util.Set;
import org.jxinetd.config.text.Operator;

/**
 * One row of the attribute table.
 *
 * @param name lower-case name
 * @param operators what may stand between name and values
 * @param comments whether a word that begins with {@code #} ends the values
 */
public record AttributeRule(
    String name,
    Arity arity,
    Set<Operator> operators,
    Scope scope,
    Inheritance inheritance,
    boolean comments,
    ValueCheck values) {

  public AttributeRule {
    operators = Set.copyOf(operators);
  }

  /** Each further line is one more value behind those before it, whatever its operator. */
  public boolean isSeries() {
    return name.equals("log_type");
  }

  /** Lists may be given several times; a single value may not. */
  public boolean isList() {
    return operators.contains(Operator.ADD);
  }
}
