package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program to its end. A program that is not installed fails the test: nothing is skipped.
 */
public final class Tool {
  private static final long LIMIT_SECONDS = 60;
  private static final List<String> FOLDERS = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");

  private Tool() {}

  /** What a finished program left: exit status and everything it wrote. */
  public record Result(int status, String output) {
    /** Itself, when the status is 0. */
    public Result ok() {
      assertEquals(0, status, output);
      return this;
    }
  }

  /** Where a program is. */
  public static String path(String name) {
    return FOLDERS.stream()
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .map(Path::toString)
        .orElseThrow(
            () -> new AssertionError(name + " is not installed: README.md lists the packages"));
  }

  /** Runs a program in the root folder. */
  public static Result run(String... command) throws IOException {
    return run(Path.of("/"), Map.of(), command);
  }

  static Result run(Path folder, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Path output = Files.createTempFile("jxinetd-tool", ".out");
    try {
      builder.redirectOutput(output.toFile());
      builder.redirectInput(Path.of("/dev/null").toFile());
      Process process = builder.start();
      if (!finished(process)) {
        process.destroyForcibly();
        throw new AssertionError(
            Arrays.toString(command) + " did not end within " + LIMIT_SECONDS + " s");
      }
      String text = new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1);
      return new Result(process.exitValue(), text);
    } finally {
      Files.delete(output);
    }
  }

  private static boolean finished(Process process) {
    try {
      return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
