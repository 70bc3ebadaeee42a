package org.jxinetd.host.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The file of {@code -pidfile}: made afresh at the start, removed at a regular exit. */
record PidFile(Path path) {

  /** Replaces an old file; the new one must not exist, so that no link is followed. */
  void write() throws IOException {
    Files.deleteIfExists(path);
    Files.writeString(path, content(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Removes it, unless another process has put its own number there. */
  void remove() throws IOException {
    if (Files.exists(path) && Files.readString(path).equals(content())) {
      Files.deleteIfExists(path);
    }
  }

  private static String content() {
    return ProcessHandle.current().pid() + "\n";
  }
}
