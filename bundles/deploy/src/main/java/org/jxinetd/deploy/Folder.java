package org.jxinetd.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jxinetd.linux.Self;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder that is watched. What lies in it is as good as code of the daemon, so the folder and
 * each file must belong to root or to the daemon's own uid and be writable by nobody else. Belongs
 * to the deploy thread.
 */
final class Folder {

  private static final Logger LOG = LoggerFactory.getLogger(Folder.class);
  private static final int MOST_FILES = 10_000;

  private final Path path;
  private final List<String> endings;
  private final Map<Path, String> said = new HashMap<>();

  /**
   * @param endings of the names that are looked at; empty for all
   */
  Folder(Path path, List<String> endings) {
    this.path = path;
    this.endings = List.copyOf(endings);
  }

  /** The files that may be taken, in the order of their names. */
  Map<Path, Stamp> list() throws IOException {
    Map<Path, Stamp> found = new TreeMap<>();
    if (!Files.isDirectory(path) || !trusted(path)) {
      return found;
    }
    List<Path> names;
    try (Stream<Path> all = Files.list(path)) {
      names = all.filter(this::wanted).limit(MOST_FILES).toList();
    }
    for (Path file : names) {
      stamp(file, found);
    }
    said.keySet().removeIf(known -> !known.equals(path) && !names.contains(known));
    return found;
  }

  private boolean wanted(Path file) {
    String name = file.getFileName().toString();
    if (name.startsWith(".") || name.endsWith("~") || name.startsWith("README")) {
      return false;
    }
    return endings.isEmpty() || endings.stream().anyMatch(name::endsWith);
  }

  private void stamp(Path file, Map<Path, Stamp> found) {
    try {
      PosixFileAttributes attributes = attributes(file);
      if (attributes.isDirectory()) {
        return;
      }
      if (!attributes.isRegularFile()) {
        say(file, "is no regular file");
      } else if (trusted(file)) {
        found.put(file, Stamp.of(attributes));
      }
    } catch (IOException gone) {
      LOG.debug("{} went away while it was looked at", file);
    }
  }

  private boolean trusted(Path file) throws IOException {
    int owner = (Integer) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != 0 && owner != Self.effectiveUid()) {
      say(file, "belongs to uid " + owner + ", neither root nor ours");
      return false;
    }
    Set<PosixFilePermission> mode = attributes(file).permissions();
    List<String> writers = new ArrayList<>();
    if (mode.contains(PosixFilePermission.GROUP_WRITE)) {
      writers.add("its group");
    }
    if (mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      writers.add("everybody");
    }
    if (!writers.isEmpty()) {
      say(file, "can be written by " + String.join(" and ", writers));
      return false;
    }
    said.remove(file);
    return true;
  }

  private static PosixFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private void say(Path file, String why) {
    if (!why.equals(said.put(file, why))) {
      String what = file.equals(path) ? "nothing is taken from it" : "it is not taken";
      LOG.error("{} {}; {}", file, why, what);
    }
  }
}
