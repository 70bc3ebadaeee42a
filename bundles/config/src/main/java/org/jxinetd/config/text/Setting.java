package org.jxinetd.config.text;

import java.util.List;
import org.jxinetd.api.service.Token;

/** One line of an entry: {@code name operator values}, words as written. */
public record Setting(Token name, Operator operator, List<Token> values) {
  public Setting {
    values = List.copyOf(values);
  }
}
