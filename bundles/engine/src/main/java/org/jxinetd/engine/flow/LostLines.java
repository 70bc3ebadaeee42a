package org.jxinetd.engine.flow;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lines that destinations have lost since they failed. A destination that fails is said once, for
 * all the services that share it, and once more with the number of lines lost when it works again.
 * Any thread.
 */
final class LostLines {

  private static final Logger LOG = LoggerFactory.getLogger(LostLines.class);

  private final Map<String, Long> lost = new ConcurrentHashMap<>();

  void lost(String destination, long lines, Exception why) {
    if (lost.putIfAbsent(destination, lines) == null) {
      say(destination, why);
    } else {
      lost.merge(destination, lines, Long::sum);
    }
  }

  /** Nothing is lost: the usual case. */
  boolean isEmpty() {
    return lost.isEmpty();
  }

  void works(String destination) {
    Long lines = lost.remove(destination);
    if (lines != null) {
      LOG.warn("{} works again; {} lines are lost", destination, lines);
    }
  }

  /** The destination is closed, and nobody asks any more. */
  void forget(String destination) {
    lost.remove(destination);
  }

  /** Those that failed the last time, in alphabetical order. */
  List<String> failing() {
    return lost.keySet().stream().sorted().toList();
  }

  /** The end: says what nobody has been told. */
  void sayAll() {
    for (String name : List.copyOf(lost.keySet())) {
      Long lines = lost.remove(name);
      if (lines != null) {
        LOG.warn("{} is closed; {} lines are lost", name, lines);
      }
    }
  }

  private static void say(String destination, Exception why) {
    if (why instanceof IOException) {
      LOG.error("{} cannot be written; lines are lost: {}", destination, why.getMessage());
    } else {
      LOG.error("{} cannot be written; lines are lost", destination, why);
    }
  }
}
