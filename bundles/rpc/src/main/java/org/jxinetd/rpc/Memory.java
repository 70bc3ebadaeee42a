package org.jxinetd.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Remembers in the state folder what has been registered, so that a daemon that was killed finds
 * its registrations again and takes them out. Replaced as a whole: a crash leaves the old file or
 * the new one.
 */
final class Memory {

  private static final int LARGEST = 1 << 20;

  private final Path file;

  Memory(Path folder) {
    this.file = folder.resolve("rpc-registrations");
  }

  /** What was written last; lines that make no sense are left out. */
  Set<Registration> read() throws IOException {
    Set<Registration> all = new LinkedHashSet<>();
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException(file + " is longer than " + LARGEST + " bytes");
      }
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      text.lines().forEach(line -> Registration.parse(line).ifPresent(all::add));
    } catch (NoSuchFileException nothingYet) {
      return all;
    }
    return all;
  }

  void write(Collection<Registration> all) throws IOException {
    if (all.isEmpty()) {
      Files.deleteIfExists(file);
      return;
    }
    StringBuilder text = new StringBuilder();
    all.forEach(registration -> text.append(registration.line()).append('\n'));
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(next, text, StandardCharsets.ISO_8859_1);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
