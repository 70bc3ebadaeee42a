package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each mistake gives one message that says where, what and what follows; everything else runs. */
@Tag("ours")
class BadInputIT {
  @RegisterExtension final Workbench bench = new Workbench();
  private int before;
  private int bad;
  private int after;
  private Daemon daemon;

  @BeforeEach
  void choosePorts() throws IOException {
    before = Ports.free();
    bad = Ports.free();
    after = Ports.free();
  }

  /** The bad service stands between two good ones, which must serve. */
  private void start(String badEntry) throws IOException {
    start(badEntry, new String[0]);
  }

  private void start(String badEntry, String... wrapper) throws IOException {
    daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream("before", before, Tool.path("cat"), user(wrapper))
                    + badEntry
                    + Conf.stream("after", after, Tool.path("cat"), user(wrapper)),
                Map.of(),
                wrapper)
            .ready(before, after);
    assertEquals("b", Client.exchange(before, "b"));
    assertEquals("a", Client.exchange(after, "a"));
  }

  private static String[] user(String... wrapper) {
    return wrapper.length == 0 ? new String[0] : new String[] {"user = nobody"};
  }

  @AfterEach
  void showsNoStackTrace() throws IOException {
    for (LogFile log : List.of(daemon.log(), daemon.console())) {
      assertEquals(0, log.count("^\\s+at [a-z.]+|Exception|Error:"), log.text());
    }
  }

  /** Exactly one line holds all of the words, and it names this line of the bad service. */
  private void assertOneMessage(String lineOfFile, String... words) throws IOException {
    Path file = bench.folder().resolve("xinetd.conf");
    List<String> lines = Files.readAllLines(file).stream().map(String::trim).toList();
    int start = lines.indexOf("service bad");
    int number = start + 1 + lines.subList(start, lines.size()).indexOf(lineOfFile);
    assertTrue(number > start, "no line " + lineOfFile);
    Pattern place =
        Pattern.compile(
            Pattern.quote(file.toString()) + "(:" + number + "\\b|\\] \\[line=" + number + "\\])");
    List<String> found =
        daemon.log().lines().stream()
            .filter(line -> List.of(words).stream().allMatch(line::contains))
            .toList();
    assertEquals(1, found.size(), "lines with " + List.of(words) + "\n" + daemon.log().text());
    assertTrue(place.matcher(found.get(0)).find(), found.get(0) + " does not name " + place);
  }

  @Test
  void reportsAMissingBrace() throws IOException {
    start(Conf.stream("bad", bad, Tool.path("cat")).replace("{\n", ""));
    // the line where the brace should have been
    assertOneMessage("type = UNLISTED", "missing '{'", "service bad not started");
    assertFalse(ProcFs.listening(bad));
  }

  @Test
  void warnsOfAWordThatNobodyDefined() throws IOException {
    start(Conf.stream("bad", bad, Tool.path("cat"), "frobnicate = yes"));
    assertOneMessage("frobnicate = yes", "frobnicate", "WARNING");
    assertEquals("x", Client.exchange(bad, "x"), "the service runs");
  }

  @Test
  @Tag("ours")
  void keepsAServiceWaitingForAnAttributeWhoseOwnerIsAbsent() throws IOException {
    Path tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    try (DirectoryStream<Path> owner =
        Files.newDirectoryStream(tree.resolve("bundles"), "org.jxinetd.access.time-*.jar")) {
      Files.delete(owner.iterator().next());
    }
    daemon =
        bench
            .startTree(
                tree,
                bench.defaults()
                    + Conf.stream("before", before, Tool.path("cat"))
                    + Conf.stream("bad", bad, Tool.path("cat"), "access_times = 0:00-23:59"))
            .ready(before);
    assertOneMessage("access_times = 0:00-23:59", "bad", "access_times");
    assertFalse(ProcFs.listening(bad));
  }

  @Test
  void reportsAServerThatDoesNotExist() throws IOException {
    start(Conf.stream("bad", bad, "/nonexistent/server"));
    assertOneMessage(
        "server = /nonexistent/server", "server", "/nonexistent/server", "service bad not started");
    assertFalse(ProcFs.listening(bad));
  }

  @Test
  void reportsAUserThatDoesNotExist() throws IOException {
    start(Conf.stream("bad", bad, Tool.path("cat"), "user = nosuchuser"));
    assertOneMessage("user = nosuchuser", "user", "nosuchuser", "service bad not started");
    assertFalse(ProcFs.listening(bad));
  }

  @Test
  void reportsAPortInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(bad, 1, InetAddress.ofLiteral("0.0.0.0"))) {
      assertTrue(taken.isBound());
      start(Conf.stream("bad", bad, Tool.path("cat")));
      assertOneMessage("port = " + bad, "bad", "Address already in use", "errno = 98");
    }
  }

  @Test
  void reportsAPortThatIsNotItsToBind() throws IOException {
    Files.setPosixFilePermissions(bench.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
    start(
        Conf.stream("bad", 79, Tool.path("cat"), "user = nobody"),
        Tool.path("setpriv"),
        "--reuid=nobody",
        "--regid=nogroup",
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all");
    assertOneMessage("port = 79", "bad", "Permission denied", "errno = 13");
  }

  @Test
  void refusesAUserThatNeedsRoot() throws IOException {
    Files.setPosixFilePermissions(bench.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
    start(
        Conf.stream("bad", bad, Tool.path("cat"), "user = root"),
        Tool.path("setpriv"),
        "--reuid=nobody",
        "--regid=nogroup",
        "--clear-groups",
        "--bounding-set=-all",
        "--inh-caps=-all");
    assertOneMessage("user = root", "bad", "root", "not started");
  }

  @Test
  void rejectsDatagramServersThatDoNotWait() throws IOException {
    start(
        Conf.waiting("bad", "dgram", bad, Tool.path("cat"), "user = root")
            .replace("wait = yes", "wait = no"));
    assertOneMessage("wait = no", "bad", "dgram", "wait", "not started");
    assertFalse(ProcFs.boundUdp(bad));
  }

  @Test
  void reportsAllMistakesAtOnce() throws IOException {
    int second = Ports.free();
    start(
        Conf.stream("bad", bad, "/nonexistent/one", "user = nosuchuser")
            + Conf.stream("worse", second, "/nonexistent/two"));
    assertOneMessage("server = /nonexistent/one", "/nonexistent/one", "service bad not started");
    assertOneMessage("user = nosuchuser", "nosuchuser", "service bad not started");
    assertOneMessage("server = /nonexistent/two", "/nonexistent/two", "service worse not started");
  }
}
