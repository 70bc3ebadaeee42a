package org.jxinetd.itests.differential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jxinetd.itests.Await;

/** The actions of one case at one of the two servers: here those that concern the server itself. */
final class Run implements AutoCloseable {
  private static final long DAEMON_LOG_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Contender contender;
  private final Case one;
  private final Notes notes;
  private final Visitors visitors;
  private final Neighbours neighbours;
  private final OtherStarts starts;
  private final List<String> trouble = new ArrayList<>();

  Run(Contender contender, Case one) {
    this.contender = contender;
    this.one = one;
    this.notes = new Notes(contender, one);
    this.visitors = new Visitors(notes);
    this.neighbours = new Neighbours(notes);
    this.starts = new OtherStarts(contender, one, notes);
  }

  /** Why the actions could not be done; a case that breaks proves nothing. */
  List<String> trouble() {
    return trouble;
  }

  List<String> seen() {
    return notes.seen();
  }

  /** Does the actions in order. */
  void actions(List<String> actions) {
    for (String action : actions) {
      String[] words = contender.sheet().fill(one, action).split(" ", 3);
      String name = words.length > 1 ? words[1] : "";
      String rest = words.length > 2 ? words[2] : "";
      String all = rest.isEmpty() ? name : name + " " + rest;
      try {
        boolean known =
            visitors.act(words[0], name, rest)
                || neighbours.act(words[0], name, rest)
                || starts.act(words[0], all)
                || act(words[0], name, rest, all);
        if (!known) {
          throw new AssertionError("unknown action");
        }
      } catch (IOException | RuntimeException | AssertionError e) {
        trouble.add(action + ": " + e);
        return;
      }
    }
  }

  private boolean act(String verb, String name, String rest, String all) throws IOException {
    switch (verb) {
      case "await" -> awaitLog(all);
      case "daemon" -> daemon(all);
      case "message" -> message(all);
      case "signal" -> contender.signal(name);
      case "registered" -> registered(Integer.parseInt(name), List.of(rest.split(" ")));
      case "forbid" -> contender.forbidProcesses();
      case "file" -> Files.writeString(contender.folder().resolve(name), Notes.unescape(rest));
      case "lines" -> lines(name);
      case "grown" -> grown(name, Integer.parseInt(rest));
      case "state" -> notes.see(contender.state());
      case "ended" -> {
        contender.awaitEnd();
        notes.see(contender.state());
        boolean there = Files.exists(contender.folder().resolve("pid"));
        notes.see(there ? "the pid file is there" : "the pid file is gone");
      }
      case "dump" -> dump();
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The titles of the state dump that USR1 asks for, in the server's own /run. */
  private void dump() throws IOException {
    Path file = contender.dumpFile();
    Await.until(
        "a state dump", () -> Files.exists(file) && Files.readString(file).contains("END OF DUMP"));
    for (String line : Files.readString(file).lines().toList()) {
      if (line.matches("(INTERNAL STATE|Services \\+|Server table|Retry table|END OF).*")) {
        notes.see("dump: " + line.replaceAll("DUMP: .*", "DUMP: VERSION"));
      }
    }
  }

  private void awaitLog(String regex) throws IOException {
    Await.until(
        regex + " in " + contender.folder() + "/service.log",
        () -> contender.text("service.log").lines().anyMatch(line -> line.matches(".*" + regex)));
  }

  private void daemon(String regex) throws IOException {
    long deadline = System.nanoTime() + DAEMON_LOG_NANOS;
    while (contender.daemonLines(regex) == 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(20_000_000L); // the line may come behind what the client saw
    }
    boolean there = contender.daemonLines(regex) > 0;
    notes.see("daemon log " + (there ? "says " : "does not say ") + regex);
  }

  /** The lines of the daemon log that match, as they are. */
  private void message(String regex) throws IOException {
    contender.awaitDaemon(regex, 1);
    contender
        .text("daemon.log")
        .lines()
        .filter(line -> line.matches(".*" + regex + ".*"))
        .forEach(line -> notes.see("message: ", line));
  }

  /** Waits for lines of a file. */
  private void grown(String name, int lines) throws IOException {
    Await.until(name, () -> contender.text(name).lines().count() >= lines);
  }

  /** The lines of a file. */
  private void lines(String name) throws IOException {
    contender.text(name).lines().forEach(line -> notes.see(name + ": ", line));
  }

  /**
   * {@code COUNT PROGRAM...}: what rpcbind knows of the programs, once it knows that many versions
   * of them or it is late.
   */
  private void registered(int count, List<String> programs) throws IOException {
    long deadline = System.nanoTime() + DAEMON_LOG_NANOS;
    Set<String> found = registered(programs);
    while (found.size() != count && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(50_000_000L); // it is told when the service listens already
      found = registered(programs);
    }
    found.forEach(notes::see);
    notes.see("registrations: " + found.size());
  }

  private Set<String> registered(List<String> programs) throws IOException {
    Set<String> found = new TreeSet<>();
    for (String line : contender.inside("rpcinfo", "-p").ok().output().lines().toList()) {
      String[] words = line.strip().split("\\s+");
      if (programs.contains(words[0])) {
        found.add("registered " + words[0] + " " + words[1] + " " + words[2]);
      }
    }
    return found;
  }

  @Override
  public void close() throws IOException {
    visitors.close();
  }
}
