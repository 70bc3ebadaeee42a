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
    Files.writeString(
        path,
        ProcessHandle.current().pid() + "\n",
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE);
  }

  void remove() throws IOException {
    Files.deleteIfExists(path);
  }
}
