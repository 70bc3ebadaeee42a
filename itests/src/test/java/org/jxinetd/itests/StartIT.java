package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Options, exit codes and what a server that cannot start says. */
class StartIT {
  @RegisterExtension final Workbench bench = new Workbench();

  private static String server() {
    return ProgramUnderTest.get().server().toString();
  }

  @Test
  void tellsItsVersion() throws IOException {
    Tool.Result result = Tool.run(server(), "-version").ok();
    assertTrue(result.output().matches("(?s).*\\d+\\.\\d+.*"), result.output());
    assertEquals(1, result.output().lines().count());
  }

  @Test
  void tellsItsUsageWhenAWordIsWrong() throws IOException {
    Tool.Result result = Tool.run(server(), "word");
    assertEquals(1, result.status());
    assertTrue(result.output().contains("Usage: xinetd"), result.output());
  }

  @Test
  void endsWithOneWhenTheConfigurationIsAbsent() throws IOException {
    Files.writeString(bench.folder().resolve("unused"), "");
    Daemon daemon = bench.start("");
    Files.delete(bench.folder().resolve("xinetd.conf"));
    Path absent = bench.folder().resolve("absent.conf");
    daemon.kill();
    Tool.Result result = Tool.run(startCommand(absent));
    assertEquals(1, result.status(), result.output());
  }

  private String[] startCommand(Path config) {
    java.util.List<String> command =
        new java.util.ArrayList<>(
            java.util.List.of(server(), "-dontfork", "-f", config.toString()));
    command.addAll(java.util.List.of("-filelog", bench.folder().resolve("d.log").toString()));
    command.addAll(java.util.List.of("-pidfile", bench.folder().resolve("d.pid").toString()));
    command.addAll(ProgramUnderTest.get().privateOptions(bench.folder()));
    return command.toArray(String[]::new);
  }

  @Test
  void staysWithoutAnyService() throws IOException {
    Daemon daemon = bench.start(bench.defaults()).ready();
    daemon.log().await("Started working: 0 available services$");
    daemon.stopCleanly();
  }

  @Test
  @Tag("ours")
  void saysInOneSentenceWhichJavaIsMissing() throws IOException {
    // a mount namespace without the folder where the JDKs are: what a machine without one looks
    // like
    Path empty = Files.createDirectories(bench.folder().resolve("empty"));
    Tool.Result result =
        Tool.run(
            bench.folder(),
            Map.of("JAVA_HOME", "/nonexistent", "PATH", "/usr/sbin:/usr/bin:/sbin:/bin"),
            Tool.path("unshare"),
            "--mount",
            "sh",
            "-c",
            "mount --bind \"$1\" /usr/lib/jvm && exec \"$2\" -version",
            "sh",
            empty.toString(),
            server());
    assertEquals(1, result.status(), result.output());
    assertTrue(result.output().contains("Java 25"), result.output());
    assertEquals(1, result.output().lines().count(), result.output());
  }
}
