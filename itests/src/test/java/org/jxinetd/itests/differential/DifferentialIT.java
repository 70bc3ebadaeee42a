package org.jxinetd.itests.differential;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.itests.Await;

/**
 * Debian's xinetd and ours with the same configurations and clients: what the clients saw (the
 * server behind many of them tells what it sees of itself) and what was logged must be equal, or
 * the difference stands in docs/differences-runs.tsv, word for word.
 */
@Tag("ours")
class DifferentialIT {
  private static final Path CASES = Path.of("src/test/resources/differential");
  private static final Path LIST = Path.of("../docs/differences-runs.tsv");

  /** Pairs of servers that run at a time: more would only wait for the processor. */
  private final ExecutorService atOnce = Executors.newFixedThreadPool(3);

  @TempDir Path folder;

  @AfterEach
  void stop() {
    atOnce.shutdownNow();
  }

  /** What differs in one case: lines that only one of the two has. */
  private record Difference(String row, String where, String theirs, String ours) {
    String key() {
      return row + "\t" + where;
    }

    String texts() {
      return theirs + "\t" + ours;
    }
  }

  @TestFactory
  List<DynamicTest> differsFromXinetdWhereItIsWrittenDownAndNowhereElse() throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path probe = Probe.compile(folder);
    shared();
    List<DynamicTest> tests = new ArrayList<>();
    for (Case.Group group : groups()) {
      Future<String> complaint = atOnce.submit(() -> check(group, probe));
      tests.add(DynamicTest.dynamicTest(group.name(), () -> assertEquals("", complaint.get())));
    }
    return tests;
  }

  private static List<Case.Group> groups() throws IOException {
    List<Case.Group> groups = new ArrayList<>();
    try (Stream<Path> files = Files.list(CASES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".cases")).sorted().toList()) {
        String name = file.getFileName().toString().replace(".cases", "");
        groups.add(CaseFile.parse(name, Files.readAllLines(file)));
      }
    }
    return groups;
  }

  /** What is otherwise than listed; empty when nothing is. */
  private String check(Case.Group group, Path probe) throws Exception {
    List<String> broken = new ArrayList<>();
    Map<String, String> found = new TreeMap<>();
    for (Difference one : compare(group, probe, broken)) {
      found.merge(one.key(), one.texts(), (a, b) -> a + " & " + b);
    }
    Map<String, String> listed = listed();
    listed.keySet().removeIf(key -> !names(group, key.substring(0, key.indexOf('\t'))));
    StringBuilder complaint = new StringBuilder();
    found.forEach(
        (key, texts) -> {
          if (!texts.equals(listed.get(key))) {
            complaint.append(listed.containsKey(key) ? "otherwise than listed: " : "not listed: ");
            complaint.append(key).append('\t').append(texts).append('\n');
          }
        });
    listed.keySet().stream()
        .filter(key -> !found.containsKey(key))
        .forEach(key -> complaint.append("no longer differs: ").append(key).append('\n'));
    broken.forEach(line -> complaint.append("cannot be done: ").append(line).append('\n'));
    return complaint.toString();
  }

  private static boolean names(Case.Group group, String row) {
    return group.cases().stream().anyMatch(one -> one.row().equals(row));
  }

  /** A difference that no case shows would stay in the list for ever. */
  @Test
  void everyListedDifferenceHasItsCase() throws IOException {
    List<Case.Group> groups = groups();
    for (String key : listed().keySet()) {
      String row = key.substring(0, key.indexOf('\t'));
      assertTrue(groups.stream().anyMatch(group -> names(group, row)), row);
    }
  }

  /** Texts and programs that the cases name. */
  private void shared() throws IOException {
    Files.writeString(folder.resolve("banner"), "BANNER\n");
    Files.writeString(folder.resolve("success"), "SUCCESS\n");
    Files.writeString(folder.resolve("fail"), "FAIL\n");
    Path password = folder.resolve("password"); // correct horse
    Files.writeString(
        password,
        "pbkdf2-sha512:210000:6mcaodZbiZuZ77cWye5pbw:5FEq0leVGZuhKzc5hsUQJT7Nv7ARwl6tm6ekGoI76RA\n");
    Files.setPosixFilePermissions(password, PosixFilePermissions.fromString("rw-------"));
    script("killed", "#!/bin/sh\nkill -KILL $$\n");
    script("pidfile", "#!/bin/sh\n[ \"$(cat $1/pid)\" = $PPID ] && echo mine\n");
    script("notexecutable", "neither a script nor a program\n");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Every row of the reference's tables is tried by one case at least. */
  @Test
  void everyRowHasACase() throws IOException {
    TreeSet<String> missing = new TreeSet<>(Files.readAllLines(CASES.resolve("rows.txt")));
    missing.remove("");
    assertTrue(missing.size() > 70, missing::toString);
    groups().stream()
        .flatMap(group -> group.cases().stream())
        .map(Case::of)
        .forEach(missing::remove);
    assertEquals(new TreeSet<>(), missing);
  }

  private static Map<String, String> listed() throws IOException {
    Map<String, String> out = new TreeMap<>();
    List<String> lines = Files.readAllLines(LIST);
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split("\t", -1);
      assertEquals(5, cells.length, line);
      out.put(cells[0] + "\t" + cells[1], cells[2] + "\t" + cells[3]);
    }
    return out;
  }

  /** What one server showed in one case. */
  private record Shown(List<String> client, List<String> log, List<String> trouble) {}

  private List<Difference> compare(Case.Group group, Path probe, List<String> broken)
      throws Exception {
    Path home = Path.of(System.getProperty("jxinetd.home"));
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      Future<List<Shown>> ours =
          both.submit(
              () ->
                  run(
                      new Contender(
                          true,
                          home.resolve("bin/xinetd"),
                          folder.resolve(group.name() + "-o"),
                          probe,
                          group),
                      group));
      Future<List<Shown>> theirs =
          both.submit(
              () ->
                  run(
                      new Contender(
                          false,
                          Path.of("/usr/sbin/xinetd"),
                          folder.resolve(group.name() + "-t"),
                          probe,
                          group),
                      group));
      List<Difference> out = new ArrayList<>();
      for (int i = 0; i < group.cases().size(); i++) {
        String row = group.cases().get(i).row();
        theirs.get().get(i).trouble().forEach(t -> broken.add(row + " at xinetd: " + t));
        ours.get().get(i).trouble().forEach(t -> broken.add(row + " at ours: " + t));
        differ(row, "client", theirs.get().get(i).client(), ours.get().get(i).client(), out);
        differ(row, "log", theirs.get().get(i).log(), ours.get().get(i).log(), out);
      }
      return out;
    }
  }

  private static void differ(
      String row, String where, List<String> theirs, List<String> ours, List<Difference> out) {
    List<String> onlyTheirs = new ArrayList<>(theirs);
    List<String> onlyOurs = new ArrayList<>(ours);
    ours.forEach(onlyTheirs::remove);
    theirs.forEach(onlyOurs::remove);
    if (!onlyTheirs.isEmpty() || !onlyOurs.isEmpty()) {
      out.add(new Difference(row, where, cell(onlyTheirs), cell(onlyOurs)));
    }
  }

  private static String cell(List<String> lines) {
    // servers end in any order
    String text = String.join(" / ", lines.stream().sorted().toList()).replace('\t', ' ');
    return text.isEmpty() ? "(nothing)" : text;
  }

  private static List<Shown> run(Contender contender, Case.Group group) throws Exception {
    List<Run> runs = group.cases().stream().map(one -> new Run(contender, one)).toList();
    try (contender) {
      contender.start();
      all(group, runs, Case::actions);
      contender.reconfigure();
      all(group, runs, Case::laterActions);
      for (Run one : runs) {
        one.close();
      }
      settle(contender);
      List<Shown> shown = new ArrayList<>();
      for (int i = 0; i < runs.size(); i++) {
        Run done = runs.get(i);
        shown.add(new Shown(done.seen(), contender.log(group.cases().get(i)), done.trouble()));
      }
      return shown;
    }
  }

  /** The cases have services of their own, so they can go on side by side. */
  private static void all(Case.Group group, List<Run> runs, Function<Case, List<String>> which)
      throws Exception {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      List<String> actions = which.apply(group.cases().get(i));
      Run run = runs.get(i);
      tasks.add(
          () -> {
            run.actions(actions);
            return null;
          });
    }
    try (ExecutorService crowd = Executors.newFixedThreadPool(8)) {
      for (Future<Void> one : crowd.invokeAll(tasks)) {
        one.get();
      }
    }
  }

  /** Waits until the log has not grown for a while: servers end behind their clients. */
  private static void settle(Contender contender) throws IOException {
    long[] last = {-1, System.nanoTime()};
    Await.until(
        "a quiet log",
        () -> {
          long size = contender.text("service.log").length();
          if (size != last[0]) {
            last[0] = size;
            last[1] = System.nanoTime();
          }
          return System.nanoTime() - last[1] > 500_000_000L;
        });
  }
}
