package org.jxinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;

/** Several files, large files, and reading again. */
class ReadingTest {

  @TempDir Path dir;
  private final List<Problem> unreadable = new ArrayList<>();

  private Optional<Loaded> load(long maxBytes, Optional<Loaded> previous) {
    return new Loader(dir, dir, maxBytes, Map.of())
        .load("x.conf", Optional.empty(), previous, unreadable::add, path -> {});
  }

  private static List<String> ids(Loaded loaded) {
    return loaded.services().stream().map(ServiceSpec::id).toList();
  }

  @Test
  void readsAFolderInTheOrderOfBytes() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("d"));
    int port = 9000;
    for (String name : List.of("z-x", "10", "9", "B", "_u", "a", "c.conf", "d~", ".hid")) {
      Files.writeString(folder.resolve(name), Text.service(name, port++));
    }
    Files.createDirectory(folder.resolve("subdir"));
    Files.createSymbolicLink(folder.resolve("link_a"), folder.resolve("c.conf"));
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nosuch"));
    Loaded loaded = Text.load(dir, "includedir d\n");
    assertEquals(List.of("10", "9", "B", "_u", "a", "c.conf", "z-x"), ids(loaded));
    String problems = Text.problems(loaded);
    assertTrue(problems.contains("Unable to stat includedir file d/dangling"), problems);
    assertTrue(problems.contains("d/subdir is not a regular file. It is being skipped."), problems);
    assertEquals(2, loaded.problems().size(), problems);
  }

  @Test
  void cycleThroughTwoFilesAndAFolderIsTold() throws IOException {
    Path folder = Files.createDirectory(dir.resolve("d"));
    Files.writeString(folder.resolve("again"), "include x.conf\n" + Text.service("b", 9002));
    Loaded loaded = Text.load(dir, "includedir d\n" + Text.service("a", 9001));
    assertEquals(List.of("b", "a"), ids(loaded));
    assertTrue(Text.problems(loaded).contains("the file includes itself: x.conf"));
  }

  @Test
  void lineMayBeLonger() throws IOException {
    String list = "10.0.0.1 ".repeat(20_000);
    Loaded loaded = Text.load(dir, Text.service("a", 9001, "only_from = " + list));
    assertEquals(20_000, loaded.services().getFirst().words("only_from").size());
    assertEquals(List.of(), loaded.problems());
  }

  @Test
  void wordOfMegabytesIsNotRepeatedInTheMessage() throws IOException {
    Loaded loaded = Text.load(dir, Text.service("a", 9001, "nice = " + "9".repeat(3_000_000)));
    assertEquals(List.of(), ids(loaded));
    assertTrue(Text.problems(loaded).length() < 2_000);
  }

  @Test
  void tooManyBytesAndTooManyWordsAreAMessage() throws IOException {
    Files.writeString(dir.resolve("x.conf"), "#" + "x".repeat(100_000) + "\n");
    assertTrue(load(50_000, Optional.empty()).isEmpty());
    assertTrue(unreadable.getLast().message().contains("larger than the limit"));
    Files.writeString(dir.resolve("x.conf"), "a ".repeat(20_000));
    assertTrue(load(100_000, Optional.empty()).isEmpty());
    assertTrue(unreadable.getLast().message().contains("more words than the memory can"));
  }

  @Test
  void garbageEndsInABoundedNumberOfProblems() throws IOException {
    Loaded loaded = Text.load(dir, "service\n{\n}\n".repeat(30_000));
    assertEquals(10_001, loaded.problems().size());
    assertTrue(Text.problems(loaded).contains("20000 further problems are not listed"));
  }

  @Test
  void unchangedEntriesAreNotCheckedAgain() throws IOException {
    String text = Text.service("a", 9001) + Text.service("b", 9002, "nice = 1");
    Loaded first = Text.load(dir, text);
    Files.writeString(dir.resolve("x.conf"), text.replace("nice = 1", "nice = 2"));
    Loaded second = load(1 << 20, Optional.of(first)).orElseThrow();
    assertSame(first.services().get(0), second.services().get(0));
    assertEquals("2", second.services().get(1).word("nice").orElseThrow());
  }

  @Test
  void changedDefaultsAndTablesCheckEverythingAgain() throws IOException {
    String text = Text.service("a", 9001) + "defaults\n{\n umask = 022\n}\n";
    Loaded first = Text.load(dir, text);
    Files.writeString(dir.resolve("x.conf"), text.replace("022", "077"));
    Loaded second = load(1 << 20, Optional.of(first)).orElseThrow();
    assertEquals("077", second.services().getFirst().word("umask").orElseThrow());
    Files.writeString(dir.resolve("services"), "ftp 21/tcp\n");
    Loaded third = load(1 << 20, Optional.of(second)).orElseThrow();
    assertNotSame(second.services().getFirst(), third.services().getFirst());
  }

  @Test
  void problemsOfUnchangedEntriesAreSaidAgain() throws IOException {
    Loaded first = Text.load(dir, Text.service("a", 9001, "nice = x"));
    Loaded second = load(1 << 20, Optional.of(first)).orElseThrow();
    assertEquals(first.problems(), second.problems());
  }

  @Test
  void undefinedVariablesAreTold() throws IOException {
    Files.writeString(
        dir.resolve("x.conf"),
        "defaults\n{\n passenv = PATH NOSUCH\n}\n"
            + Text.service("a", 9001)
            + Text.service("b", 9002));
    Loaded loaded =
        new Loader(dir, dir, 1 << 20, Map.of("PATH", "/bin"))
            .load("x.conf", Optional.empty(), unreadable::add, path -> {})
            .orElseThrow();
    assertEquals(1, loaded.problems().size());
    assertTrue(Text.problems(loaded).contains("undefined environment variable: NOSUCH"));
  }

  @Test
  void namesakesKeepTheirNamesWhenOneOfThemGoes() throws IOException {
    String first = Text.service("a", 9001, "id = twin");
    String second = Text.service("b", 9002, "id = twin");
    Loaded both = load(first + second, Optional.empty());
    assertEquals(List.of("twin", "twin#2"), names(both));
    Loaded one = load(second, Optional.of(both));
    assertEquals(List.of("twin#2"), names(one), "the servers of b are not those of a");
    Loaded back = load(second + first, Optional.of(one));
    assertEquals(List.of("twin#2", "twin"), names(back));
    Loaded moved = load(first.replace("9001", "9003") + second, Optional.of(back));
    assertEquals(List.of("twin", "twin#2"), names(moved));
  }

  private Loaded load(String text, Optional<Loaded> previous) throws IOException {
    Files.writeString(dir.resolve("x.conf"), text);
    return new Loader(dir, dir, 1 << 20)
        .load("x.conf", Optional.empty(), previous, problem -> {}, path -> {})
        .orElseThrow();
  }

  private static List<String> names(Loaded loaded) {
    return loaded.outcomes().stream().map(Loaded.Outcome::name).toList();
  }
}
