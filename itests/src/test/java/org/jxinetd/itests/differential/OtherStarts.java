package org.jxinetd.itests.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jxinetd.itests.Await;

/** Starts of the same program with other options, beside the server of the group. */
final class OtherStarts {
  private static final String WORKS = "Started working";

  /** Several servers start side by side here. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Contender contender;
  private final Case one;
  private final Notes notes;
  private int started;

  OtherStarts(Contender contender, Case one, Notes notes) {
    this.contender = contender;
    this.one = one;
    this.notes = notes;
  }

  /** Does an action, if it is such a start. */
  boolean act(String verb, String words) throws IOException {
    switch (verb) {
      case "command" -> command(words);
      case "runs" -> runs(words);
      case "terminal" -> terminal(words);
      case "background" -> background(words);
      default -> {
        return false;
      }
    }
    return true;
  }

  private Path file(String suffix) {
    return contender.folder().resolve(one.tag() + started + suffix);
  }

  private String place() {
    return "-" + one.tag() + started;
  }

  private String said() throws IOException {
    Path out = file(".out");
    return Files.exists(out) ? Files.readString(out) : "";
  }

  /** Without a terminal. */
  private Process start(List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of("setsid"));
    all.addAll(command);
    return Contender.environment(new ProcessBuilder(all))
        .directory(contender.folder().toFile())
        .redirectInput(Path.of("/dev/null").toFile())
        .redirectErrorStream(true)
        .redirectOutput(file(".out").toFile())
        .start();
  }

  /** Runs to the end: the status, and what was said; long texts by their beginning. */
  private void command(String options) throws IOException {
    started++;
    Process process = start(contender.command(place(), options.split(" ")));
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        notes.see("goes on running");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
    notes.see("status " + process.exitValue());
    for (String line : said().lines().toList()) {
      notes.see("said: ", line.startsWith("Usage: ") ? "the usage" : line);
    }
  }

  /** {@code LOG OPTIONS}: goes on until it is told, or ends by itself. */
  private void runs(String words) throws IOException {
    started++;
    String[] parts = words.split(" ", 2);
    Path log = contender.folder().resolve(parts[0]);
    List<String> command = contender.command(place(), parts[1].split(" "));
    command.addAll(List.of("-filelog", log.toString()));
    Process process = start(command);
    try {
      awaitWork(process, () -> (contender.text(parts[0]) + said()).contains(WORKS));
      notes.see(process.isAlive() ? "runs" : "ended");
      process.destroy();
      if (!ends(process)) {
        notes.see("does not end when told");
        return;
      }
      notes.see("status " + process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  private static boolean ends(Process process) {
    try {
      return process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void awaitWork(Process process, Await.Condition works) throws IOException {
    Await.answer(
        "it works or ends",
        PATIENCE,
        () -> !process.isAlive() || works.holds() ? Optional.of(true) : Optional.empty());
  }

  /** {@code OPTIONS}: on a terminal, until it works; then SIGINT. */
  private void terminal(String options) throws IOException {
    started++;
    Path pid = file(".pid");
    String command =
        "exec "
            + String.join(" ", contender.command(place(), options.split(" ")))
            + " -pidfile "
            + pid;
    Process process =
        start(List.of("script", "-qfec", command, contender.folder() + "/typescript." + one.tag()));
    try {
      awaitWork(process, () -> said().contains(WORKS + ": 1"));
      notes.see(process.isAlive() ? "runs" : "ended");
      for (String line : said().lines().toList()) {
        if (line.matches("(Service|\\s+)? ?(defaults|configuration: |id = |port = |Server = ).*")) {
          notes.see("said: ", line);
        }
      }
      if (process.isAlive()) {
        new ProcessBuilder("kill", "-INT", Files.readString(pid).strip()).start().onExit().join();
      }
      Await.until("the end", () -> !process.isAlive());
      notes.see("status " + process.exitValue());
      notes.see(Files.exists(pid) ? "a pid file is left" : "no pid file");
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * {@code FILE [AGAIN]}: into the background with that configuration. What the command tells; then
   * the daemon is told to end, or, with {@code AGAIN}, to read that configuration instead.
   */
  private void background(String words) throws IOException {
    started++;
    String[] files = words.split(" ");
    Path config = contender.folder().resolve(files[0]);
    Path pid = file(".pid");
    String log = file(".log").getFileName().toString();
    List<String> command = contender.command(place(), "-f", "" + config, "-pidfile", "" + pid);
    command.addAll(List.of("-filelog", file(".log").toString()));
    Process process = start(command);
    Await.until("the command's end", () -> !process.isAlive());
    notes.see("the command's status " + process.exitValue());
    awaitEndOf(log, WORKS + "|no services|couldn't get");
    if (!contender.text(log).contains(WORKS)) {
      Await.until("the daemon's end", () -> !Files.exists(pid) || dead(pid));
      notes.see("the daemon ended; " + (Files.exists(pid) ? "a pid file is left" : "no pid file"));
      return;
    }
    ProcessHandle daemon = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).get();
    try {
      if (files.length > 1) {
        Files.copy(
            contender.folder().resolve(files[1]),
            config,
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        new ProcessBuilder("kill", "-HUP", "" + daemon.pid()).start().onExit().join();
      } else {
        daemon.destroy();
      }
      Await.until("the daemon's end", () -> !daemon.isAlive());
      notes.see("the daemon ended; " + (Files.exists(pid) ? "a pid file is left" : "no pid file"));
    } finally {
      daemon.destroyForcibly();
    }
  }

  private static boolean dead(Path pid) throws IOException {
    String text = Files.readString(pid).strip();
    return !text.isEmpty() && !Files.exists(Path.of("/proc", text));
  }

  private void awaitEndOf(String log, String regex) throws IOException {
    Await.until(
        regex + " in " + log,
        () -> contender.text(log).lines().anyMatch(line -> line.matches(".*(" + regex + ").*")));
  }
}
