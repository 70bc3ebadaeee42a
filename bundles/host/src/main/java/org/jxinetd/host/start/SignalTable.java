package org.jxinetd.host.start;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which signal means what; xinetd(8) has the table. Signals that mean nothing are ignored. */
final class SignalTable {

  private static final Logger LOG = LoggerFactory.getLogger(SignalTable.class);

  /**
   * The signals that are taken as events; the launcher script blocks the same ones. Those without a
   * meaning are among them, since they would end the process.
   */
  static final Set<Integer> TAKEN =
      Set.of(
          Signals.SIGHUP,
          Signals.SIGINT,
          Signals.SIGQUIT,
          Signals.SIGABRT,
          Signals.SIGUSR1,
          Signals.SIGUSR2,
          Signals.SIGALRM,
          Signals.SIGTERM,
          Signals.SIGSTKFLT,
          Signals.SIGTSTP,
          Signals.SIGTTIN,
          Signals.SIGTTOU,
          Signals.SIGXCPU,
          Signals.SIGVTALRM,
          Signals.SIGPROF,
          Signals.SIGIO,
          Signals.SIGPWR,
          Signals.SIGSYS);

  /** What a signal can ask for. */
  enum Meaning {
    RECONFIGURE,
    /** As RECONFIGURE, but servers of dropped services go on. */
    RECONFIGURE_SOFTLY,
    DUMP,
    CHECK,
    TERMINATE,
    QUIT,
    INTERRUPT
  }

  private SignalTable() {}

  /**
   * The meanings of xinetd since 2.3.4, or those it had before.
   *
   * @param article {@code -signals article}: USR1 soft and USR2 hard reconfiguration, HUP dump
   * @param debug whether SIGINT ends the daemon
   */
  static Map<Integer, Meaning> meanings(boolean article, boolean debug) {
    Map<Integer, Meaning> table = new HashMap<>();
    table.put(Signals.SIGHUP, article ? Meaning.DUMP : Meaning.RECONFIGURE);
    table.put(Signals.SIGUSR1, article ? Meaning.RECONFIGURE_SOFTLY : Meaning.DUMP);
    table.put(Signals.SIGUSR2, Meaning.RECONFIGURE);
    table.put(Signals.SIGABRT, Meaning.CHECK);
    table.put(Signals.SIGTERM, Meaning.TERMINATE);
    table.put(Signals.SIGQUIT, Meaning.QUIT);
    if (debug) {
      table.put(Signals.SIGINT, Meaning.INTERRUPT);
    }
    return Map.copyOf(table);
  }

  /** Reads signals on a thread of its own and posts what they mean. */
  static void follow(
      Signals signals,
      Map<Integer, Meaning> meanings,
      Map<Meaning, EventLoop.Action> actions,
      EventLoop loop) {
    Thread.ofVirtual()
        .name("signals")
        .start(
            () -> {
              try {
                while (true) {
                  int number = signals.take();
                  Meaning meaning = meanings.get(number);
                  if (meaning == null) {
                    LOG.debug("signal {} has no meaning here", number);
                  } else {
                    loop.post(actions.get(meaning));
                  }
                }
              } catch (OsException e) {
                if (!signals.closed()) {
                  LOG.error("signals are not heard any more: {}", e.getMessage());
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
