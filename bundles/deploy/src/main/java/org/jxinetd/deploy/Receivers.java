package org.jxinetd.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jxinetd.api.service.DeployedFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of kinds that other bundles understand. Each receiver gets the whole set of its kind when
 * it comes and when the set has changed. Belongs to the deploy thread.
 */
final class Receivers {

  private static final Logger LOG = LoggerFactory.getLogger(Receivers.class);

  private record Taken(Stamp stamp, Path copy) {}

  private final Map<Path, Taken> files = new TreeMap<>();
  private final Map<String, DeployedFiles> receivers = new HashMap<>();
  private final Map<String, List<DeployedFiles.File>> given = new HashMap<>();
  private final List<Path> discarded = new ArrayList<>();

  /**
   * Says who is there now.
   *
   * @param now receivers by the ending of the names
   */
  void receivers(Map<String, DeployedFiles> now) {
    now.forEach(
        (ending, receiver) -> {
          if (receivers.put(ending, receiver) != receiver) {
            given.remove(ending);
          }
        });
    receivers.keySet().retainAll(now.keySet());
    given.keySet().retainAll(now.keySet());
  }

  Map<Path, Stamp> known() {
    Map<Path, Stamp> known = new HashMap<>();
    files.forEach((file, taken) -> known.put(file, taken.stamp()));
    return known;
  }

  void put(Path file, Stamp stamp, Path copy) {
    discard(files.put(file, new Taken(stamp, copy)));
  }

  void remove(Path file) {
    discard(files.remove(file));
  }

  /** The receiver may still read it: until the next set is given. */
  private void discard(Taken before) {
    if (before != null) {
      discarded.add(before.copy());
    }
  }

  /** Gives changed sets to their receivers. */
  void deliver() throws IOException {
    for (Map.Entry<String, DeployedFiles> one : receivers.entrySet()) {
      List<DeployedFiles.File> set = set(one.getKey());
      if (set.equals(given.get(one.getKey()))) {
        continue;
      }
      given.put(one.getKey(), set);
      try {
        one.getValue().deployed(set);
      } catch (RuntimeException e) {
        LOG.error("the receiver of {} files failed", one.getKey(), e);
      }
    }
    for (Path old : discarded) {
      Files.deleteIfExists(old);
    }
    discarded.clear();
  }

  private List<DeployedFiles.File> set(String ending) {
    return files.entrySet().stream()
        .filter(e -> e.getKey().getFileName().toString().endsWith(ending))
        .map(e -> new DeployedFiles.File(e.getKey(), e.getValue().copy()))
        .toList();
  }

  boolean anybodyFor(Path file) {
    return receivers.keySet().stream().anyMatch(file.getFileName().toString()::endsWith);
  }
}
