package org.jxinetd.access.libwrap;

import java.util.Objects;

/**
 * The name of a host.
 *
 * @param text the name; {@code unknown} when the address has none; {@code paranoid} when it has one
 *     that does not lead back to the address
 */
record Name(String text) {

  static final Name UNKNOWN = new Name(TextPattern.UNKNOWN);
  static final Name PARANOID = new Name("paranoid");

  Name {
    Objects.requireNonNull(text, "text");
  }

  boolean isKnown() {
    return !text.equalsIgnoreCase(UNKNOWN.text) && !text.equalsIgnoreCase(PARANOID.text);
  }
}
