package org.jxinetd.config.text;

import java.util.List;
import org.jxinetd.api.service.Token;

/** One line of an entry: {@code name operator values}, words as written. */
public record Setting(Token name, Operator operator, List<Token> values) {
  public Setting {
    values = List.copyOf(values);
  }

  // written out, like hashCode, for the same reason as those of Token
  @Override
  public boolean equals(Object other) {
    return other instanceof Setting setting
        && operator == setting.operator
        && name.equals(setting.name)
        && values.equals(setting.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + operator.hashCode()) + values.hashCode();
  }
}
