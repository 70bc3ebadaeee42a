package org.jxinetd.config.publish;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jxinetd.config.text.Switches;

/**
 * Keeps in the state folder what was switched: one line {@code on ID} or {@code off ID} for each.
 * Used under the reloader's lock.
 */
final class SwitchFile {

  private static final String NAME = "switches";
  private static final int MOST_BYTES = 1 << 20;

  private final Optional<Path> file;

  /**
   * @param stateFolder empty to keep nothing
   */
  SwitchFile(Optional<Path> stateFolder) {
    file = stateFolder.map(folder -> folder.resolve(NAME));
  }

  /**
   * What was kept.
   *
   * @throws IOException when the file is there but cannot be read whole
   */
  Switches read() throws IOException {
    if (file.isEmpty()) {
      return Switches.NONE;
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file.get())) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (NoSuchFileException nothingSwitched) {
      return Switches.NONE;
    }
    if (bytes.length > MOST_BYTES) {
      throw new IOException(file.get() + " is longer than " + MOST_BYTES + " bytes");
    }
    Set<String> on = new HashSet<>();
    Set<String> off = new HashSet<>();
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("on ")) {
        on.add(line.substring(3));
      } else if (line.startsWith("off ")) {
        off.add(line.substring(4));
      } else {
        throw new IOException(file.get() + ":" + (i + 1) + ": neither on nor off");
      }
    }
    return new Switches(on, off);
  }

  /** Keeps them: whole or not at all. */
  void write(Switches switches) throws IOException {
    if (file.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    new TreeSet<>(switches.on()).forEach(id -> text.append("on ").append(id).append('\n'));
    new TreeSet<>(switches.off()).forEach(id -> text.append("off ").append(id).append('\n'));
    Path next = file.get().resolveSibling(NAME + ".new");
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(next, text);
    Files.move(next, file.get(), StandardCopyOption.ATOMIC_MOVE);
  }
}
