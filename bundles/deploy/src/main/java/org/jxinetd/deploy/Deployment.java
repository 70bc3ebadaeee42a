package org.jxinetd.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jxinetd.api.service.DeployedFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the folders with what is in force and brings the latter up to the former. One look after
 * the other on the deploy thread.
 */
final class Deployment {

  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);

  /**
   * How long a file must be away before it counts as removed: some programs replace by removing.
   */
  private static final Duration ABSENCE = Duration.ofMillis(400);

  private final List<Folder> folders;
  private final Settled settled;
  private final Staging staging;
  private final Bundles bundles;
  private final Configurations configurations;
  private final Receivers receivers;
  private final Drained drained;
  private final Map<Path, Stamp> refused = new HashMap<>();
  private final Map<Path, Long> absentSinceNanos = new HashMap<>();
  private final Set<Path> unknown = new HashSet<>();

  Deployment(
      List<Folder> folders,
      Settled settled,
      Staging staging,
      Bundles bundles,
      Configurations configurations,
      Receivers receivers,
      Drained drained) {
    this.folders = List.copyOf(folders);
    this.settled = settled;
    this.staging = staging;
    this.bundles = bundles;
    this.configurations = configurations;
    this.receivers = receivers;
    this.drained = drained;
  }

  /**
   * Looks once.
   *
   * @param now who understands which other kinds
   */
  void look(Map<String, DeployedFiles> now) throws IOException {
    receivers.receivers(now);
    Map<Path, Stamp> there = new TreeMap<>();
    for (Folder folder : folders) {
      there.putAll(folder.list());
    }
    Map<Path, Stamp> known = new HashMap<>(bundles.known());
    known.putAll(configurations.known());
    known.putAll(receivers.known());
    for (Path file : new ArrayList<>(known.keySet())) {
      if (there.containsKey(file)) {
        absentSinceNanos.remove(file);
      } else if (isAway(file)) {
        remove(file);
      }
    }
    for (Map.Entry<Path, Stamp> one : there.entrySet()) {
      boolean news =
          !one.getValue().same(known.get(one.getKey()))
              && !one.getValue().same(refused.get(one.getKey()));
      if (news && settled.rests(one.getKey(), one.getValue(), System.currentTimeMillis())) {
        take(one.getKey(), one.getValue());
      }
    }
    refused.keySet().retainAll(there.keySet());
    bundles.settle();
    receivers.deliver();
    drained.look();
  }

  private boolean isAway(Path file) {
    long now = System.nanoTime();
    return now - absentSinceNanos.computeIfAbsent(file, f -> now) >= ABSENCE.toNanos();
  }

  private void remove(Path file) throws IOException {
    absentSinceNanos.remove(file);
    settled.forget(file);
    if (file.toString().endsWith(".jar")) {
      bundles.remove(file);
    } else if (Configurations.concerns(file)) {
      configurations.remove(file);
    } else {
      receivers.remove(file);
    }
  }

  private void take(Path file, Stamp stamp) throws IOException {
    boolean jar = file.toString().endsWith(".jar");
    boolean configuration = Configurations.concerns(file);
    if (!jar && !configuration && !receivers.anybodyFor(file)) {
      if (unknown.add(file)) {
        LOG.warn("{}: no bundle that is here understands this kind of file", file);
      }
      return;
    }
    unknown.remove(file);
    try {
      Path copy = staging.copy(file, stamp);
      if (!jar && !configuration) {
        receivers.put(file, stamp, copy);
        return;
      }
      try {
        if (jar) {
          bundles.put(file, stamp, copy);
        } else {
          configurations.put(file, stamp, copy);
        }
      } finally {
        Files.deleteIfExists(copy);
      }
    } catch (NotWholeException e) {
      refused.put(file, stamp);
      LOG.error("{} is not taken: {}", file, e.getMessage());
    } catch (IOException e) {
      refused.put(file, stamp);
      LOG.error("{} cannot be read: {}", file, e.toString());
    }
  }
}
