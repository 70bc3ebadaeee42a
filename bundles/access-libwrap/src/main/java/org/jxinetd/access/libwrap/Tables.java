package org.jxinetd.access.libwrap;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jxinetd.access.libwrap.HostPattern.HostFile;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;

/** The rules in force: of hosts.allow, of hosts.deny, and of the files that they name. */
final class Tables {

  private static final int MAX_HOST_FILES = 1000;

  private final CachedFile<List<Rule>> allow;
  private final CachedFile<List<Rule>> deny;
  private final Map<String, HostFile> hostFiles = new ConcurrentHashMap<>();
  private final HostPatternReader patterns = new HostPatternReader(this::hostFile);
  private final InstantSource clock;
  private final Consumer<Problem> problems;

  /**
   * @param problems is told of everything wrong with a file whenever the file is read
   */
  Tables(Path allow, Path deny, InstantSource clock, Consumer<Problem> problems) {
    this.clock = clock;
    this.problems = problems;
    this.allow = ruleFile(Table.ALLOW, allow);
    this.deny = ruleFile(Table.DENY, deny);
  }

  List<Rule> allow() {
    return allow.current();
  }

  List<Rule> deny() {
    return deny.current();
  }

  private CachedFile<List<Rule>> ruleFile(Table table, Path file) {
    String name = file.toString();
    RuleReader reader = new RuleReader(patterns);
    return new CachedFile<>(
        file,
        new CachedFile.Meaning<>(
            content -> {
              RuleReader.Reading reading = reader.read(table, name, content);
              reading.problems().forEach(problems);
              return reading.rules();
            },
            List.of(),
            why -> {
              String what = "cannot be read: " + why;
              String consequence = "clients that no earlier rule decides on are refused";
              problems.accept(Problem.error(Origin.of(name, 0), "", what, consequence));
              return List.of(Rule.refusing(Origin.of(name, 0), name + " " + what, what));
            }),
        clock);
  }

  private HostFile hostFile(String name) {
    HostFile known = hostFiles.get(name);
    if (known != null) {
      return known;
    }
    if (hostFiles.size() >= MAX_HOST_FILES) {
      return () -> List.of(new HostPattern.Unanswerable("more than 1000 files of patterns"));
    }
    return hostFiles.computeIfAbsent(name, this::newHostFile);
  }

  private HostFile newHostFile(String name) {
    try {
      CachedFile<List<HostPattern>> file =
          new CachedFile<>(
              Path.of(name),
              new CachedFile.Meaning<>(
                  content -> hostPatterns(name, content),
                  List.of(),
                  why -> {
                    String what = "cannot be read: " + why;
                    problems.accept(
                        Problem.error(
                            Origin.of(name, 0),
                            "",
                            what,
                            "clients that this file is asked for are refused"));
                    return List.of(new HostPattern.Unanswerable(name + " " + what));
                  }),
              clock);
      return file::current;
    } catch (InvalidPathException e) {
      return () -> List.of(new HostPattern.Unanswerable("bad file name: " + e.getMessage()));
    }
  }

  private List<HostPattern> hostPatterns(String name, String content) {
    List<Problem> found = new ArrayList<>();
    List<HostPattern> read = new ArrayList<>();
    String[] lines = content.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Findings findings = new Findings(Origin.of(name, i + 1), found);
      StringTokenizer tokens = new StringTokenizer(lines[i], " \t\r\f\u000b");
      while (tokens.hasMoreTokens()) {
        read.add(patterns.read(tokens.nextToken(), findings));
      }
    }
    found.forEach(problems);
    return List.copyOf(read);
  }
}
