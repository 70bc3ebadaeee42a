package org.jxinetd.host.start;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.linux.Self;

/**
 * The file that state dumps are appended to, mode 0644. A link in its place is not followed, and a
 * file that belongs to somebody else is not written to.
 */
record DumpFile(Path path) {

  /** xinetd's place for root without a state folder of its own choice; else that folder. */
  static DumpFile of(Optional<Path> chosen, Path stateFolder) {
    return chosen.isEmpty() && Self.effectiveUid() == 0
        ? new DumpFile(Path.of("/var/run/xinetd.dump"))
        : new DumpFile(stateFolder.resolve("xinetd.dump"));
  }

  void append(String text) throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      check();
    }
    try (SeekableByteChannel file =
        Files.newByteChannel(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    }
  }

  private void check() throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " is not a regular file");
    }
    int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != Self.effectiveUid()) {
      throw new IOException(path + " belongs to uid " + owner);
    }
  }
}
