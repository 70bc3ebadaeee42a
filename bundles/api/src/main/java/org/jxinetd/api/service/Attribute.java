package org.jxinetd.api.service;

import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The effective value of one attribute of one service, after inheritance and {@code +=}, {@code
 * -=}.
 *
 * @param name lower-case name as in the manual page
 * @param values the words, possibly none ({@code only_from =} means nobody)
 * @param origin the line that set it, the last one where several contributed
 */
public record Attribute(String name, List<Token> values, Origin origin) {

  public Attribute {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(origin, "origin");
    values = List.copyOf(values);
  }

  /** The words alone. */
  public List<String> words() {
    return values.stream().map(Token::text).toList();
  }

  /** The words separated by one space, as a reader would write them. */
  public String text() {
    return values.stream().map(Token::text).collect(Collectors.joining(" "));
  }
}
