package org.jxinetd.api.service;

import java.util.Objects;

/** One word of the configuration, as written, with its place. */
public record Token(String text, Origin origin) {

  public Token {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(origin, "origin");
  }

  // written out, like hashCode, since configurations of a million words are compared at a reload
  // and what the compiler makes of a record is five times slower with the VM's fast compiler
  @Override
  public boolean equals(Object other) {
    return other instanceof Token token && text.equals(token.text) && origin.equals(token.origin);
  }

  @Override
  public int hashCode() {
    return 31 * text.hashCode() + origin.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
