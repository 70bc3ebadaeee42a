package org.jxinetd.engine.flow;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** The places that one session has taken, given back together. Belongs to the session's thread. */
public final class Slots implements AutoCloseable {

  private record Place(Runnable release, BooleanSupplier last) {}

  private final Deque<Place> places = new ArrayDeque<>(3);

  /** Remembers how to give a place back that has just been taken. */
  public void taken(Runnable release) {
    taken(release, () -> false);
  }

  /**
   * The same for a place of which there are only so many.
   *
   * @param last whether none is left, so that somebody may wait for this one
   */
  public void taken(Runnable release, BooleanSupplier last) {
    places.push(new Place(release, last));
  }

  /** Whether others may be waiting for one of these places. */
  boolean wanted() {
    for (Place place : places) {
      if (place.last.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    while (!places.isEmpty()) {
      places.pop().release.run();
    }
  }
}
