package org.jxinetd.shell.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that may log in, read again when the file has changed. While it cannot be trusted or
 * read, there are none. Any thread.
 */
final class KeyFile {

  private static final Logger LOG = LoggerFactory.getLogger(KeyFile.class);
  private static final int MOST_BYTES = 1 << 20;

  private final Path file;
  private final int ownUid;
  private final ReentrantLock turn = new ReentrantLock();
  private Optional<Map<String, Object>> stamp = Optional.empty(); // guarded by turn
  private List<AuthorizedKey> keys = List.of(); // guarded by turn
  private String trouble = ""; // guarded by turn

  KeyFile(Path file, int ownUid) {
    this.file = file;
    this.ownUid = ownUid;
  }

  Path path() {
    return file;
  }

  /** The keys that may log in now; none while something is wrong, which is said once. */
  List<AuthorizedKey> keys() {
    turn.lock();
    try {
      refresh();
      return keys;
    } finally {
      turn.unlock();
    }
  }

  private void refresh() {
    try {
      Optional<String> objection = TrustedFile.objection(file, ownUid);
      if (objection.isPresent()) {
        none(objection.get());
        return;
      }
      Map<String, Object> now =
          Files.readAttributes(file, "unix:fileKey,size,lastModifiedTime,ctime");
      if (stamp.isEmpty() || !stamp.get().equals(now)) {
        read();
        stamp = Optional.of(now);
      }
    } catch (NoSuchFileException missing) {
      none(missing.getMessage() + " does not exist");
    } catch (IOException unreadable) {
      none("it cannot be read: " + unreadable);
    }
  }

  private void read() throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException("it is longer than " + MOST_BYTES + " bytes");
    }
    AuthorizedKeys parsed =
        AuthorizedKeys.parse(file.toString(), new String(bytes, StandardCharsets.UTF_8));
    parsed.problems().forEach(problem -> LOG.error("remote shell: {}", problem));
    keys = parsed.keys();
    trouble = "";
    if (keys.isEmpty()) {
      LOG.error("remote shell: {} holds no usable key; every login is refused", file);
    } else {
      LOG.info("remote shell: {} holds {} keys that may log in", file, keys.size());
    }
  }

  private void none(String why) {
    keys = List.of();
    stamp = Optional.empty();
    if (!why.equals(trouble)) {
      trouble = why;
      LOG.error("remote shell: authorized_keys {}: {}; every login is refused", file, why);
    }
  }
}
