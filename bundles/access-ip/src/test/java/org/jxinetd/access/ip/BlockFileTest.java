package org.jxinetd.access.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider.Answer;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Problem;

class BlockFileTest {

  @TempDir Path folder;
  private Path path;
  private long now;
  private final List<Runnable> beside = new ArrayList<>();

  @BeforeEach
  void path() {
    path = folder.resolve("blocked");
  }

  private void write(String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3600 - now % 97)));
  }

  private BlockFile file() {
    PatternReader reader =
        new PatternReader(
            new Inet6Notation(name -> OptionalInt.of(2)),
            new Networks(Path.of("/nonexistent/networks")));
    return new BlockFile(path, reader, () -> now, beside::add);
  }

  private static String hit(BlockFile file, String client) {
    Address address = Address.parse(client).orElseThrow();
    long block = file.current().blocks().find(address);
    return block == PrefixTable.NONE ? "none" : file.line(address, block);
  }

  private void later(Duration time) {
    now += time.toNanos();
  }

  private static List<String> texts(List<Problem> problems) {
    return problems.stream().map(Problem::toString).toList();
  }

  @Test
  void readsEntriesAndTellsTheirLines() throws IOException {
    write(
        "# a comment\n10.0.0.0/8 192.0.2.7\t2001:db8::/32 # more\n\n172.16.{1,2}\r\n10.1.0.0/16\n");
    BlockFile file = file();
    assertEquals(List.of(), file.refresh());
    assertEquals("10.0.0.0/8 in " + path + ":2", hit(file, "10.9.9.9"));
    assertEquals("10.1.0.0/16 in " + path + ":5", hit(file, "::ffff:10.1.9.9"));
    assertEquals("192.0.2.7/32 in " + path + ":2", hit(file, "192.0.2.7"));
    assertEquals("2001:db8::/32 in " + path + ":2", hit(file, "2001:db8:9::1"));
    assertEquals("172.16.2.0/24 in " + path + ":4", hit(file, "172.16.2.9"));
    assertEquals("none", hit(file, "192.0.2.8"));
    assertEquals("", file.current().failure());
  }

  @Test
  void readsAgainBesideTheClientsWhenTheFileHasChanged() throws IOException {
    write("10.0.0.0/8\n");
    BlockFile file = file();
    file.refresh();
    write("192.0.2.0/24\n");
    assertEquals("10.0.0.0/8 in " + path + ":1", hit(file, "10.1.1.1"), "not looked at yet");
    later(Duration.ofSeconds(1));
    assertEquals("10.0.0.0/8 in " + path + ":1", hit(file, "10.1.1.1"), "still in force");
    assertEquals(1, beside.size());
    beside.getFirst().run();
    assertEquals("none", hit(file, "10.1.1.1"));
    assertEquals("192.0.2.0/24 in " + path + ":1", hit(file, "192.0.2.1"));
    later(Duration.ofSeconds(1));
    assertEquals("none", hit(file, "10.1.1.1"));
    assertEquals(1, beside.size(), "nothing has changed since");
  }

  @Test
  void readsAFileThatWasJustWrittenOnceMore() throws IOException {
    Files.writeString(path, "10.0.0.0/8\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
    BlockFile file = file();
    file.refresh();
    later(Duration.ofSeconds(3));
    hit(file, "10.1.1.1");
    assertEquals(1, beside.size());
  }

  @Test
  void keepsTheListBeforeWhenTheNewOneIsWrong() throws IOException {
    write("10.0.0.0/8\n");
    BlockFile file = file();
    file.refresh();
    now += 7;
    write("11.0.0.0/8\n10.0.0.0/x evil.example\n");
    assertEquals(
        List.of(
            path + ":2: Bad address: 10.0.0.0/x: 'x' is not a number of bits",
            path + ":2: Bad address: evil.example",
            path + ": 2 entries are wrong; the list as it was before stays in force"),
        texts(file.refresh()));
    assertEquals("10.0.0.0/8 in " + path + ":1", hit(file, "10.1.1.1"));
    assertEquals("none", hit(file, "11.1.1.1"));
    assertEquals("", file.current().failure());
  }

  @Test
  void isInDoubtWhenTheFirstListIsWrong() throws IOException {
    write("10.0.0.0/8\n*\n");
    BlockFile file = file();
    assertEquals(
        List.of(
            path + ":2: Bad address: *",
            path + ": 1 entries are wrong; in no_access it keeps everybody out"),
        texts(file.refresh()));
    assertEquals(path + " has 1 entries that are wrong", file.current().failure());
    assertEquals("10.0.0.0/8 in " + path + ":1", hit(file, "10.1.1.1"));
  }

  @Test
  void saysFewOfManyWrongLines() throws IOException {
    write("x\n".repeat(1000));
    List<Problem> problems = file().refresh();
    assertEquals(6, problems.size());
    assertTrue(problems.getLast().toString().contains("1000 entries are wrong"));
  }

  @Test
  void isInDoubtAtOnceWhenTheFileGoesAndComesBack() throws IOException {
    write("10.0.0.0/8\n");
    BlockFile file = file();
    file.refresh();
    Files.delete(path);
    later(Duration.ofSeconds(1));
    assertEquals(path + " is not used: it does not exist", file.current().failure());
    assertEquals("none", hit(file, "10.1.1.1"));
    write("10.0.0.0/8\n");
    later(Duration.ofSeconds(1));
    assertFalse(file.current().failure().isEmpty());
    beside.getLast().run();
    assertEquals("", file.current().failure());
    assertEquals("10.0.0.0/8 in " + path + ":1", hit(file, "10.1.1.1"));
  }

  @Test
  void trustsNoFileThatOthersMayWrite() throws IOException {
    write("10.0.0.0/8\n");
    for (String mode : List.of("rw-rw-r--", "rw-r--rw-")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      BlockFile file = file();
      assertEquals(
          List.of(
              path
                  + ": others than its owner may write it; in no_access it keeps everybody out, in"
                  + " only_from it lets nobody in"),
          texts(file.refresh()));
      assertEquals(List.of(), texts(file.refresh()), "said once");
      assertEquals("none", hit(file, "10.1.1.1"));
    }
  }

  @Test
  void trustsNoFileOfAStranger() throws IOException {
    write("10.0.0.0/8\n");
    Files.setAttribute(path, "unix:uid", 12_345);
    BlockFile file = file();
    file.refresh();
    assertEquals(
        path + " is not used: its owner is neither root nor the daemon's user",
        file.current().failure());
  }

  @Test
  void takesFilesAlone() throws IOException {
    Files.createDirectory(path);
    BlockFile file = file();
    file.refresh();
    assertEquals(path + " is not used: it is not a regular file", file.current().failure());
  }

  @Test
  void boundsLinesAndSize() throws IOException {
    write("10.0.0.1\n" + " ".repeat(4097));
    BlockFile file = file();
    file.refresh();
    assertTrue(file.current().failure().contains("line 2 is longer than 4096"));
    write(" ".repeat(4096));
    assertEquals(List.of(), file().refresh());
    try (var large = Files.newByteChannel(path, java.nio.file.StandardOpenOption.WRITE)) {
      large.position(BlockFile.MAX_BYTES);
      large.write(java.nio.ByteBuffer.wrap(new byte[1]));
    }
    file = file();
    file.refresh();
    assertTrue(file.current().failure().contains("it is larger than"), file.current().failure());
  }

  private Answer ask(String client, String... words) {
    Compiled list = Lists.compile(words);
    assertFalse(list.mayWait());
    return list.ask(Lists.from(Address.parse(client).orElseThrow()), Mode.DECIDE);
  }

  @Test
  void aListNamesFilesBesideItsOwnEntries() throws IOException {
    write("10.0.0.0/8\n192.0.2.1\n");
    String entry = "file:" + path;
    Match match = ask("10.1.1.1", entry).match().orElseThrow();
    assertEquals(entry, match.token().text());
    assertEquals(104, match.prefixLength());
    assertEquals("10.0.0.0/8 in " + path + ":1", match.detail());
    assertEquals(
        "10.1.1.0/24", ask("10.1.1.1", entry, "10.1.1.0/24").match().orElseThrow().token().text());
    assertEquals(
        entry, ask("192.0.2.1", "192.0.0.0/8", entry).match().orElseThrow().token().text());
    assertEquals(Answer.NONE, ask("192.0.2.2", entry));
  }

  @Test
  void aFileThatIsNotThereIsADoubtBesideAMatch() {
    String entry = "file:" + path;
    Answer answer = ask("10.1.1.1", "10.0.0.0/8", entry);
    assertEquals(Optional.of("10.0.0.0/8"), answer.match().map(m -> m.token().text()));
    Match doubt = answer.doubt().orElseThrow();
    assertEquals(entry, doubt.token().text());
    assertEquals(128, doubt.prefixLength());
    assertEquals(path + " is not used: it does not exist", doubt.detail());
    Compiled list = Lists.compile(entry);
    assertEquals(Problem.Severity.WARNING, list.problems().getFirst().severity());
    assertEquals(1, list.understood().size());
  }

  @Test
  void wantsAnAbsolutePath() {
    for (String entry : List.of("file:blocked", "file:", "file:\0")) {
      Compiled list = Lists.compile(entry);
      assertEquals(Problem.Severity.ERROR, list.problems().getFirst().severity(), entry);
      assertTrue(list.understood().isEmpty());
    }
  }
}
