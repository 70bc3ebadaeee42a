package org.jxinetd.api.service;

import java.util.Optional;

/** Words of the {@code type} attribute, in the order in which a dump prints them. */
public enum ServiceType {
  RPC,
  INTERNAL,
  UNLISTED,
  SPECIAL,
  TCPMUX,
  TCPMUXPLUS;

  /** Looks a word up, ignoring case. */
  public static Optional<ServiceType> of(String word) {
    for (ServiceType type : values()) {
      if (type.name().equalsIgnoreCase(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
