package org.jxinetd.host.start;

import java.util.Map;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the signals of the signal table (xinetd(8)) as plain events and acts on them, one after the
 * other, on the main thread.
 */
final class SignalLoop {

  private static final Logger LOG = LoggerFactory.getLogger(SignalLoop.class);

  /** What a signal leads to. */
  interface Action {
    /**
     * @return the exit status that ends the daemon, or {@link #STAY}
     */
    int act();
  }

  static final int STAY = -1;

  private final Map<Integer, Action> actions;

  SignalLoop(Map<Integer, Action> actions) {
    this.actions = Map.copyOf(actions);
  }

  /** Acts on signals until one of them ends the daemon. */
  int run(Signals signals) throws InterruptedException, OsException {
    while (true) {
      int number = signals.take();
      Action action = actions.get(number);
      if (action == null) {
        LOG.debug("signal {} has no meaning here", number);
        continue;
      }
      int status = action.act();
      if (status != STAY) {
        return status;
      }
    }
  }
}
