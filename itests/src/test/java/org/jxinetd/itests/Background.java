package org.jxinetd.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A server that is started without {@code -dontfork}: the command returns, the daemon goes on. It
 * is ended by {@link #close}.
 */
final class Background implements AutoCloseable {
  private final Path folder;
  private final Tool.Result start;

  private Background(Path folder, Tool.Result start) {
    this.folder = folder;
    this.start = start;
  }

  /** Starts a server in a folder, with these options on top of the private ones. */
  static Background start(Path folder, String... options) throws IOException {
    return start(folder, List.of(), options);
  }

  /**
   * Starts a server by another program.
   *
   * @param by the words in front of the server's command
   */
  static Background start(Path folder, List<String> by, String... options) throws IOException {
    List<String> command = new ArrayList<>(by);
    command.add(ProgramUnderTest.get().server().toString());
    command.addAll(List.of(options));
    command.addAll(ProgramUnderTest.get().privateOptions(folder));
    return new Background(folder, Tool.run(folder, Map.of(), command.toArray(String[]::new)));
  }

  /** How the command ended. */
  Tool.Result command() {
    return start;
  }

  Path pidFile() {
    return folder.resolve("pid");
  }

  /** The daemon; xinetd writes its number a moment after the command has ended. */
  ProcFs process() throws IOException {
    Await.until("a pid file", () -> Files.exists(pidFile()) && Files.size(pidFile()) > 1);
    return new ProcFs(Long.parseLong(Files.readString(pidFile()).strip()));
  }

  LogFile log() {
    return new LogFile(folder.resolve("daemon.log"));
  }

  void signal(String name) throws IOException {
    Tool.run(Tool.path("kill"), "-" + name, Long.toString(process().pid())).ok();
  }

  /** SIGTERM, and wait for the end. */
  void stop() throws IOException {
    ProcFs process = process();
    signal("TERM");
    Await.until("the daemon's end", () -> !process.alive());
  }

  @Override
  public void close() throws IOException {
    OptionalLong left =
        Files.exists(pidFile()) ? OptionalLong.of(process().pid()) : OptionalLong.empty();
    if (left.isPresent() && new ProcFs(left.getAsLong()).alive()) {
      Tool.run(Tool.path("kill"), "-KILL", Long.toString(left.getAsLong()));
    }
  }
}
