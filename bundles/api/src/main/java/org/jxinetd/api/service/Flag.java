package org.jxinetd.api.service;

import java.util.Optional;

/** Words of the {@code flags} attribute, in the order in which a dump prints them. */
public enum Flag {
  REUSE("REUSE"),
  INTERCEPT("INTERCEPT"),
  NORETRY("NORETRY"),
  IDONLY("IDONLY"),
  NAMEINARGS("NAMEINARGS"),
  NODELAY("NODELAY"),
  KEEPALIVE("KEEPALIVE"),
  NOLIBWRAP("NOLIBWRAP"),
  SENSOR("SENSOR"),
  IPV4("IPv4"),
  IPV6("IPv6"),
  LABELED("LABELED");

  private final String word;

  Flag(String word) {
    this.word = word;
  }

  /** The word as the manual writes it. */
  public String word() {
    return word;
  }

  /** Looks a word up, ignoring case. */
  public static Optional<Flag> of(String word) {
    for (Flag flag : values()) {
      if (flag.word.equalsIgnoreCase(word)) {
        return Optional.of(flag);
      }
    }
    return Optional.empty();
  }
}
