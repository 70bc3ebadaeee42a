package org.jxinetd.host.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.linux.Self;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts of the tree from which code is taken while the daemon runs. Each must belong to root or to
 * the daemon's own uid and be writable by nobody else; otherwise it is not used, and a message says
 * so.
 */
final class TrustedPaths {

  private static final Logger LOG = LoggerFactory.getLogger(TrustedPaths.class);

  private final Path home;

  TrustedPaths(Path home) {
    this.home = home;
  }

  /** The spawn helper for this machine. */
  Optional<Path> helper() throws IOException {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    Path helper = home.resolve("lib").resolve(machine).resolve("xinetd-spawn");
    if (!Files.isExecutable(helper)) {
      return Optional.empty();
    }
    return trusted(helper, "the slower launcher is used") ? Optional.of(helper) : Optional.empty();
  }

  private static boolean trusted(Path path, String consequence) throws IOException {
    int owner = (Integer) Files.getAttribute(path, "unix:uid");
    if (owner != 0 && owner != Self.effectiveUid()) {
      LOG.error("{} belongs to uid {}, neither root nor ours; {}", path, owner, consequence);
      return false;
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    if (mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
      LOG.error("{} can be written by others; {}", path, consequence);
      return false;
    }
    return true;
  }
}
