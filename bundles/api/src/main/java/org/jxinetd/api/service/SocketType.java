package org.jxinetd.api.service;

import java.util.Locale;
import java.util.Optional;

/** Values of {@code socket_type}. */
public enum SocketType {
  STREAM,
  DGRAM,
  RAW,
  SEQPACKET;

  /** The word of the configuration, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Looks a word up, ignoring case. */
  public static Optional<SocketType> of(String word) {
    for (SocketType type : values()) {
      if (type.name().equalsIgnoreCase(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
