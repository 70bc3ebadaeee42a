package org.jxinetd.api.service;

import java.util.Objects;

/** One word of the configuration, as written, with its place. */
public record Token(String text, Origin origin) {

  public Token {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(origin, "origin");
  }

  @Override
  public String toString() {
    return text;
  }
}
