package org.jxinetd.host.start;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jxinetd.linux.Self;

/**
 * The daemon's private folder, mode 0700: framework caches, one for each process, and later the
 * bans.
 */
final class StateFolder {

  private static final Set<PosixFilePermission> PRIVATE =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private final Path folder;

  private StateFolder(Path folder) {
    this.folder = folder;
  }

  /** Root: /var/lib/xinetd; others: $XDG_STATE_HOME/xinetd, by default ~/.local/state/xinetd. */
  static Path byDefault() {
    if (Self.effectiveUid() == 0) {
      return Path.of("/var/lib/xinetd");
    }
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state == null || state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state);
    return base.resolve("xinetd");
  }

  /**
   * Makes the folder where it is missing.
   *
   * @throws IOException when it cannot be made or belongs to somebody else
   */
  static StateFolder open(Path folder) throws IOException {
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    int owner = (Integer) Files.getAttribute(folder, "unix:uid");
    if (owner != Self.effectiveUid()) {
      throw new IOException("state folder " + folder + " belongs to uid " + owner);
    }
    Files.setPosixFilePermissions(folder, PRIVATE);
    StateFolder state = new StateFolder(folder);
    state.removeStaleCaches();
    return state;
  }

  Path path() {
    return folder;
  }

  /** A fresh framework cache for this process; Felix locks its cache folder. */
  Path cache() throws IOException {
    Path cache = folder.resolve("cache-" + ProcessHandle.current().pid());
    delete(cache);
    return Files.createDirectory(cache, PosixFilePermissions.asFileAttribute(PRIVATE));
  }

  /** Removes what processes that died left behind. */
  private void removeStaleCaches() throws IOException {
    List<Path> caches;
    try (Stream<Path> list = Files.list(folder)) {
      caches = list.filter(p -> p.getFileName().toString().matches("cache-[0-9]{1,9}")).toList();
    }
    for (Path cache : caches) {
      long pid = Long.parseLong(cache.getFileName().toString().substring("cache-".length()));
      if (ProcessHandle.of(pid).isEmpty()) {
        delete(cache);
      }
    }
  }

  /** Removes a tree; does not follow links. */
  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
            Files.deleteIfExists(dir);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
