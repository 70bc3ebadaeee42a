package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Builds C programs of the test resources; a missing compiler fails the test that needs one. */
final class Compiler {

  private Compiler() {}

  /** Compiles a resource, statically, so that the program runs for any user and in any place. */
  static Path compile(String resource, Path folder) throws IOException, InterruptedException {
    Path source = folder.resolve(resource);
    try (InputStream in = Compiler.class.getResourceAsStream(resource)) {
      Files.copy(in, source);
    }
    Path program = folder.resolve(resource.substring(0, resource.lastIndexOf('.')));
    run("cc", "-std=c11", "-static", "-O1", "-o", program.toString(), source.toString());
    return program;
  }

  /** Runs a command to its good end; returns what it wrote. */
  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "hangs: " + String.join(" ", command));
    assertEquals(0, process.exitValue(), String.join(" ", command) + ": " + text);
    return text;
  }
}
