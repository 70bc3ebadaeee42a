package org.jxinetd.engine.unit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whether TCP wrappers have anything to say on this host. xinetd consults them for every service
 * without NOLIBWRAP; with no rules they admit everybody, and nobody needs to read them.
 */
final class WrapperFiles {

  static final List<Path> STANDARD =
      List.of(Path.of("/etc/hosts.allow"), Path.of("/etc/hosts.deny"));

  private final List<Path> files;

  WrapperFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** True when a file holds a line that is neither blank nor a comment, or cannot be read. */
  boolean holdRules() {
    return files.stream().anyMatch(WrapperFiles::holdsRules);
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
