package org.jxinetd.config.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jxinetd.config.Reading;

/**
 * What {@code ./dev fuzz} runs: any bytes as a configuration. Nothing may throw, and what was read
 * must be read again from its own print.
 */
public final class ConfigurationFuzz {

  private static final Path FOLDER = folder();

  private ConfigurationFuzz() {}

  /** In memory where the system has such a place: every input is written to a file. */
  private static Path folder() {
    try {
      Path memory = Path.of("/dev/shm");
      Path folder =
          Files.isWritable(memory)
              ? Files.createTempDirectory(memory, "fuzz")
              : Files.createTempDirectory("fuzz");
      folder.toFile().deleteOnExit();
      folder.resolve("x.conf").toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The entry point that fuzzers look for. */
  public static void fuzzerTestOneInput(byte[] data) throws IOException {
    Reading.twice(FOLDER, within(data));
  }

  /** Files of the host are not to be included: a slash stays in front of digits alone. */
  private static byte[] within(byte[] data) {
    byte[] out = data.clone();
    for (int i = 0; i < out.length; i++) {
      boolean digit = i + 1 < out.length && out[i + 1] >= '0' && out[i + 1] <= '9';
      if (out[i] == '/' && !digit) {
        out[i] = '|';
      }
    }
    return out;
  }
}
