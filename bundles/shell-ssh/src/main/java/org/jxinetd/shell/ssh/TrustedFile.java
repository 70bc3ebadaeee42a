package org.jxinetd.shell.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a file says what root or the daemon's user wrote, and nobody else: the rule of sshd's
 * StrictModes, for the file and every folder above it.
 */
final class TrustedFile {

  private static final int WRITABLE = 0022;
  private static final int STICKY = 01000;

  private TrustedFile() {}

  /**
   * Why a file cannot be trusted.
   *
   * @param ownUid the daemon's effective user
   * @return a clause that names the file or folder at fault; empty when all is well
   * @throws IOException when there is no such file, or it cannot be looked at
   */
  static Optional<String> objection(Path file, int ownUid) throws IOException {
    Path real = file.toRealPath();
    if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(real + " is not a regular file");
    }
    for (Path path = real; path != null; path = path.getParent()) {
      Optional<String> objection = objectionTo(path, ownUid);
      if (objection.isPresent()) {
        return objection;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> objectionTo(Path path, int ownUid) throws IOException {
    int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if (owner != 0 && owner != ownUid) {
      return Optional.of(
          path + " belongs to uid " + owner + ", neither to root nor to the daemon's user");
    }
    // in a sticky folder nobody can replace what belongs to somebody else
    boolean replaceable =
        (mode & WRITABLE) != 0
            && !((mode & STICKY) != 0 && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS));
    return replaceable
        ? Optional.of(path + " can be written by others than its owner")
        : Optional.empty();
  }
}
