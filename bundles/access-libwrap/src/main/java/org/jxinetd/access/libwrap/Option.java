package org.jxinetd.access.libwrap;

import java.util.Locale;
import java.util.Optional;

/** The options of hosts_options(5) and what each expects. */
enum Option {
  ALLOW(Value.NONE, true),
  DENY(Value.NONE, true),
  SEVERITY(Value.REQUIRED, false),
  SETENV(Value.REQUIRED, false),
  SPAWN(Value.REQUIRED, false),
  RFC931(Value.OPTIONAL, false),
  TWIST(Value.REQUIRED, true),
  ACLEXEC(Value.REQUIRED, false),
  BANNERS(Value.REQUIRED, false),
  UMASK(Value.REQUIRED, false),
  USER(Value.REQUIRED, false),
  GROUP(Value.REQUIRED, false),
  NICE(Value.OPTIONAL, false),
  KEEPALIVE(Value.NONE, false),
  LINGER(Value.REQUIRED, false);

  private enum Value {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  private final Value value;
  private final boolean last;

  Option(Value value, boolean last) {
    this.value = value;
    this.last = last;
  }

  static Optional<Option> of(String keyword) {
    for (Option option : values()) {
      if (option.keyword().equalsIgnoreCase(keyword)) {
        return Optional.of(option);
      }
    }
    return Optional.empty();
  }

  String keyword() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is wrong with a use of this option; empty when nothing is. */
  Optional<String> fault(String given, boolean isLast) {
    if (value == Value.REQUIRED && given.isEmpty()) {
      return Optional.of("option \"" + keyword() + "\" requires a value");
    }
    if (value == Value.NONE && !given.isEmpty()) {
      return Optional.of("option \"" + keyword() + "\" takes no value");
    }
    if (last && !isLast) {
      return Optional.of("option \"" + keyword() + "\" must be at the end");
    }
    return Optional.empty();
  }
}
