package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** One running super-server with its files. It stays in the foreground of the test. */
final class Daemon {
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final Path folder;
  private final Path config;

  Daemon(Process process, Path folder, Path config) {
    this.process = process;
    this.folder = folder;
    this.config = config;
  }

  /** Waits until all services that can work do. */
  Daemon ready() throws IOException {
    Await.until(
        "Started working",
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("the server ended with status " + process.exitValue());
          }
          return log().has("Started working: \\d+ available service");
        });
    return this;
  }

  Daemon ready(int... tcpPorts) throws IOException {
    ready();
    for (int port : tcpPorts) {
      Await.until("port " + port + " listens", () -> ProcFs.listening(port));
    }
    return this;
  }

  LogFile log() {
    return new LogFile(folder.resolve("daemon.log"));
  }

  LogFile serviceLog() {
    return new LogFile(folder.resolve("service.log"));
  }

  LogFile console() {
    return new LogFile(folder.resolve("console.log"));
  }

  Path pidFile() {
    return folder.resolve("pid");
  }

  Path control() {
    return folder.resolve("control");
  }

  /** The number in the pid file: the server itself, whatever script started it. */
  long pid() throws IOException {
    return Long.parseLong(Files.readString(pidFile()).trim());
  }

  boolean alive() {
    return process.isAlive();
  }

  void configure(String text) throws IOException {
    Files.writeString(config, text);
  }

  void signal(String name) throws IOException {
    Tool.run(Tool.path("kill"), "-" + name, Long.toString(pid())).ok();
  }

  /** HUP, and wait until the server says that it is done with it. */
  void reconfigure(String text) throws IOException {
    configure(text);
    long before = log().count("Reconfigured: ");
    signal("HUP");
    log()
        .awaitCount(
            "Reconfigured: new=\\d+ old=\\d+ dropped=\\d+ \\(services\\)", (int) before + 1);
  }

  /** SIGTERM, then the exit status. */
  int stop() throws IOException {
    process.destroy();
    return exitStatus();
  }

  int exitStatus() throws IOException {
    Await.answer(
        "the server's end",
        () -> process.isAlive() ? java.util.Optional.empty() : java.util.Optional.of(true));
    return process.exitValue();
  }

  void stopCleanly() throws IOException {
    assertEquals(0, stop(), "exit status after SIGTERM");
  }

  /** Ends what a failed test left. */
  void kill() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  String report() throws IOException {
    StringBuilder out = new StringBuilder();
    OptionalInt status =
        process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    out.append("server: ").append(process.info().commandLine().orElse("ended")).append('\n');
    status.ifPresent(value -> out.append("exit status: ").append(value).append('\n'));
    for (Path file : List.of(config, log().path(), serviceLog().path(), console().path())) {
      out.append("---- ").append(file.getFileName()).append('\n');
      out.append(new LogFile(file).text());
    }
    return out.append("----").toString();
  }
}
