package org.jxinetd.handler.redirect;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jxinetd.linux.EventLoop;

/** The threads that carry the data of all relays, one for a processor. Any thread. */
final class Loops {

  private static final int MOST = 8;

  private final List<EventLoop> loops;
  private final AtomicInteger turn = new AtomicInteger();

  Loops() {
    int count = Math.min(Runtime.getRuntime().availableProcessors(), MOST);
    loops = IntStream.range(0, count).mapToObj(i -> new EventLoop("relay-" + i)).toList();
  }

  /** The one whose turn it is. */
  EventLoop next() {
    return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
  }
}
