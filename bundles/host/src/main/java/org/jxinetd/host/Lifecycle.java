package org.jxinetd.host;

import java.util.function.Consumer;

/**
 * What the engine and the process tell each other about a configuration. Registered as a service by
 * the process; the engine calls it on its control thread.
 */
public final class Lifecycle {

  /** What came of a configuration. */
  public sealed interface State {

    /**
     * It is in force.
     *
     * @param serving services that listen
     * @param waiting services that will, once something they miss is there
     */
    record Configured(int serving, int waiting) implements State {}

    /** There is none: it could not be read at the start. */
    record Unreadable(String why) implements State {}
  }

  private final Consumer<State> process;
  private volatile boolean sparing;

  /**
   * @param process hears of each state; must not block
   */
  public Lifecycle(Consumer<State> process) {
    this.process = process;
  }

  /** Tells the process what came of a configuration. */
  public void tell(State state) {
    process.accept(state);
  }

  /** Whether servers of services that are dropped go on: a soft reconfiguration is under way. */
  public boolean sparing() {
    return sparing;
  }

  /** Begins or ends a soft reconfiguration. */
  public void sparing(boolean now) {
    sparing = now;
  }
}
