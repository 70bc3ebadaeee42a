package org.jxinetd.engine.flow;

import java.util.ArrayDeque;
import java.util.Deque;

/** The places that one session has taken, given back together. Belongs to the session's thread. */
public final class Slots implements AutoCloseable {

  private final Deque<Runnable> releases = new ArrayDeque<>(2);

  /** Remembers how to give a place back that has just been taken. */
  public void taken(Runnable release) {
    releases.push(release);
  }

  @Override
  public void close() {
    while (!releases.isEmpty()) {
      releases.pop().run();
    }
  }
}
