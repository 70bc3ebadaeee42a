package org.jxinetd.host.start;

import java.util.Set;
import org.jxinetd.linux.Signals;

/** The signals that the daemon takes as events; the launcher script blocks the same ones. */
final class BlockedSignals {

  static final Set<Integer> NUMBERS =
      Set.of(
          Signals.SIGHUP,
          Signals.SIGINT,
          Signals.SIGQUIT,
          Signals.SIGUSR1,
          Signals.SIGUSR2,
          Signals.SIGTERM);

  /** An exit that stops nothing first, as SIGQUIT asks for. */
  static final int AT_ONCE = -2;

  private BlockedSignals() {}
}
