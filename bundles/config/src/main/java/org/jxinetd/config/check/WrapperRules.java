package org.jxinetd.config.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether TCP wrappers have anything to say on this host; see hosts_access(5). */
final class WrapperRules {

  private WrapperRules() {}

  /** True when hosts.allow or hosts.deny in the folder holds a rule or cannot be read. */
  static boolean in(Path folder) {
    return holdsRules(folder.resolve("hosts.allow")) || holdsRules(folder.resolve("hosts.deny"));
  }

  private static boolean holdsRules(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> !line.isBlank() && !line.startsWith("#"));
    } catch (NoSuchFileException absent) {
      return false;
    } catch (IOException | UncheckedIOException unreadable) {
      return true; // what cannot be read may hold anything
    }
  }
}
