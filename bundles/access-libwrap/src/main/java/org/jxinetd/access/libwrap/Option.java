package org.jxinetd.access.libwrap;

import java.util.Locale;
import java.util.Optional;

/** The options of hosts_options(5) and what each expects. */
enum Option {
  ALLOW(Value.NONE, true, true),
  DENY(Value.NONE, true, true),
  SEVERITY(Value.REQUIRED, false, true),
  SETENV(Value.REQUIRED, false, true),
  SPAWN(Value.REQUIRED, false, true),
  RFC931(Value.OPTIONAL, false, true),
  TWIST(Value.REQUIRED, true, false),
  ACLEXEC(Value.REQUIRED, false, false),
  BANNERS(Value.REQUIRED, false, false),
  UMASK(Value.REQUIRED, false, false),
  USER(Value.REQUIRED, false, false),
  GROUP(Value.REQUIRED, false, false),
  NICE(Value.OPTIONAL, false, false),
  KEEPALIVE(Value.NONE, false, false),
  LINGER(Value.REQUIRED, false, false);

  private enum Value {
    NONE,
    OPTIONAL,
    REQUIRED
  }

  private final Value value;
  private final boolean last;
  private final boolean supported;

  Option(Value value, boolean last, boolean supported) {
    this.value = value;
    this.last = last;
    this.supported = supported;
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
    return supported
        ? Optional.empty()
        : Optional.of("option \"" + keyword() + "\" is not supported");
  }
}
