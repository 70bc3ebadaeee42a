package org.jxinetd.api.log;

import java.util.Locale;

/** On whose account a session was ended that would have gone on. */
public enum EndedBy {
  /** It had taken its {@code session_time}. */
  SESSION_TIME,
  /** An administrator ended it. */
  KICK,
  /** Its service is gone from the configuration. */
  RELOAD,
  /** The daemon ends. */
  SHUTDOWN;

  /** In lower case, as logs name it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
