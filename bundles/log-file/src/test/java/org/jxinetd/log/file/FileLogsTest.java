package org.jxinetd.log.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

@Timeout(60)
class FileLogsTest {

  private static final String STAMP = "00/9/17@16:07:06: ";
  private static final String FROM = " from=212.198.253.142\n";

  @TempDir Path folder;
  private final Said said = new Said();
  private final FileLogs logs = new FileLogs(ZoneOffset.UTC, said.logger());

  private ServiceSpec service(String id, String... limits) {
    List<String> words = new ArrayList<>(List.of("FILE", file().toString()));
    Collections.addAll(words, limits);
    return Services.service(id, words.toArray(String[]::new));
  }

  private Path file() {
    return folder.resolve("services.log");
  }

  private EventSink open(ServiceSpec service) throws ConfigException {
    return logs.open(service, Services.logType(service));
  }

  private static void write(EventSink sink, ServiceSpec service, int... pids) throws IOException {
    sink.write(IntStream.of(pids).mapToObj(pid -> Services.started(service, pid)).toList());
  }

  private static String start(String id, int pid) {
    return STAMP + "START: " + id + " pid=" + pid + FROM;
  }

  private String text() throws IOException {
    return Files.readString(file(), UTF_8);
  }

  @Test
  void writesTheLinesOfXinetdByteForByte() throws Exception {
    ServiceSpec ftp = service("ftp-public");
    try (EventSink sink = open(ftp)) {
      assertEquals("", text()); // made when the service starts
      sink.write(List.of(Services.started(ftp, 26861), Services.refused(ftp, "address")));
    }

    assertEquals(
        """
        00/9/17@16:07:06: START: ftp-public pid=26861 from=212.198.253.142
        00/9/17@16:07:06: FAIL: ftp-public address from=212.198.253.142
        """,
        text());
  }

  @Test
  void appendsToWhatIsThere() throws Exception {
    Files.writeString(file(), "before\n");
    ServiceSpec ftp = service("ftp");
    try (EventSink sink = open(ftp)) {
      write(sink, ftp, 1);
    }

    assertEquals("before\n" + start("ftp", 1), text());
  }

  @Test
  void writesNothingForEventsThatTheServiceDoesNotWant() throws Exception {
    ServiceSpec quiet = service("ftp").toBuilder().attribute("log_on_success").build();
    try (EventSink sink = open(quiet)) {
      write(sink, quiet, 1);
      sink.write(List.of());
    }

    assertEquals("", text());
  }

  @Test
  void keepsALineOneLineWhateverTheIdHolds() throws Exception {
    ServiceSpec evil = service("ftp\n00/1/1@00:00:00: START: forged");
    try (EventSink sink = open(evil)) {
      write(sink, evil, 1);
    }

    assertEquals(1, text().lines().count());
    assertTrue(text().contains("ftp\\x0a00/1/1"));
  }

  @Test
  void createsAFileThatOthersMayReadButNotWrite() throws Exception {
    open(service("ftp")).close();

    String mode = Integer.toOctalString((Integer) Files.getAttribute(file(), "unix:mode") & 0777);
    assertTrue(List.of("644", "640", "600").contains(mode), mode); // less the umask
  }

  @Test
  void sharesOneDescriptorAmongServicesUntilTheLastCloses() throws Exception {
    ServiceSpec ftp = service("ftp");
    ServiceSpec pop = service("pop");
    EventSink first = open(ftp);
    long before = descriptors();
    EventSink second = open(pop);
    assertEquals(before, descriptors());

    write(first, ftp, 1);
    first.close();
    first.close(); // once more changes nothing
    write(second, pop, 2);
    assertThrows(IOException.class, () -> write(first, ftp, 3));
    assertEquals(1, descriptors());
    second.close();

    assertEquals(0, descriptors());
    assertEquals(start("ftp", 1) + start("pop", 2), text());
  }

  /** How often this process has the file open. */
  private long descriptors() throws IOException {
    long count = 0;
    try (var entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path entry : entries) {
        if (Files.isSymbolicLink(entry)
            && Files.readSymbolicLink(entry).toString().equals(file().toRealPath().toString())) {
          count++;
        }
      }
    }
    return count;
  }

  @Test
  void warnsBeyondTheSoftLimitAndStopsBehindTheLineThatPassesTheHardOne() throws Exception {
    ServiceSpec ftp = service("ftp", "100", "200"); // a line of this test has 52 bytes
    try (EventSink sink = open(ftp)) {
      write(sink, ftp, 1);
      assertEquals(List.of(), said.lines);
      write(sink, ftp, 2);
      assertEquals(List.of("warn Size of " + file() + " log exceeded soft limit"), said.lines);
      write(sink, ftp, 3, 4, 5, 6);
      write(sink, ftp, 7, 8);

      assertEquals(start("ftp", 1) + start("ftp", 2) + start("ftp", 3) + start("ftp", 4), text());
      assertEquals(
          List.of("error Size of " + file() + " log exceeded hard limit"),
          said.lines.subList(1, said.lines.size()));
    }
  }

  @Test
  void writesOneLineWhenTheFileIsTooLargeAlready() throws Exception {
    Files.writeString(file(), "x".repeat(150) + "\n");
    ServiceSpec ftp = service("ftp", "100", "200");
    try (EventSink sink = open(ftp)) {
      write(sink, ftp, 1);
      write(sink, ftp, 2);
    }

    assertTrue(text().endsWith("x\n" + start("ftp", 1)));
    assertEquals(
        List.of(
            "warn Size of " + file() + " log exceeded soft limit",
            "error Size of " + file() + " log exceeded hard limit",
            "warn Log " + file() + " is closed; lines suppressed: 1"),
        said.lines);
  }

  @Test
  void controlsNothingWithoutASoftLimit() throws Exception {
    ServiceSpec ftp = service("ftp", "0", "10");
    try (EventSink sink = open(ftp)) {
      write(sink, ftp, 1, 2, 3);
    }

    assertEquals(start("ftp", 1) + start("ftp", 2) + start("ftp", 3), text());
    assertEquals(List.of(), said.lines);
  }

  @Test
  void countsTheLinesOfAllWhoShareAFileAndObeysTheStrictest() throws Exception {
    ServiceSpec ftp = service("ftp");
    ServiceSpec pop = service("pop", "60", "100");
    EventSink second = open(pop);
    try (EventSink first = open(ftp)) {
      write(first, ftp, 1);
      write(second, pop, 2);
      write(first, ftp, 3);
      assertEquals(start("ftp", 1) + start("pop", 2), text());

      second.close();
      write(first, ftp, 4);
      assertEquals(start("ftp", 1) + start("pop", 2) + start("ftp", 4), text());
    }
  }

  @Test
  void resumesInANewFileAfterARotation() throws Exception {
    ServiceSpec ftp = service("ftp", "10", "20");
    try (EventSink sink = open(ftp)) {
      write(sink, ftp, 1, 2, 3);
      Path rotated = Files.move(file(), folder.resolve("services.log.1"));
      write(sink, ftp, 4);

      assertEquals(start("ftp", 1), Files.readString(rotated));
      assertEquals(start("ftp", 4), text());
      assertTrue(said.lines.contains("warn Log " + file() + " goes on; lines suppressed: 2"));
    }
  }

  @Test
  void resumesWhenTheFileWasCut() throws Exception {
    ServiceSpec ftp = service("ftp", "10", "20");
    try (EventSink sink = open(ftp)) {
      write(sink, ftp, 1, 2);
      Files.writeString(file(), "");
      write(sink, ftp, 3);

      assertEquals(start("ftp", 3), text());
    }
  }

  @Test
  void makesARemovedFileAnew() throws Exception {
    ServiceSpec ftp = service("ftp");
    try (EventSink sink = open(ftp)) {
      Files.delete(file());
      write(sink, ftp, 1);

      assertEquals(start("ftp", 1), text());
    }
  }

  @Test
  void goesOnInTheOldFileWhileTheNewOneCannotBeOpened() throws Exception {
    ServiceSpec ftp = service("ftp");
    try (EventSink sink = open(ftp)) {
      Path rotated = Files.move(file(), folder.resolve("old"));
      Files.createDirectory(file());
      write(sink, ftp, 1);
      write(sink, ftp, 2);
      assertEquals(start("ftp", 1) + start("ftp", 2), Files.readString(rotated));
      assertEquals(1, said.lines.size());
      assertTrue(said.lines.getFirst().startsWith("error " + file() + " cannot be opened again"));

      Files.delete(file());
      write(sink, ftp, 3);
      assertEquals(start("ftp", 3), text());
    }
  }

  @Test
  void opensAgainAfterAnInterruptedWrite() throws Exception {
    ServiceSpec ftp = service("ftp");
    try (EventSink sink = open(ftp)) {
      Thread.currentThread().interrupt(); // closes the channel of a JDK file
      assertThrows(IOException.class, () -> write(sink, ftp, 1));
      assertTrue(Thread.interrupted());
      write(sink, ftp, 2);

      assertTrue(text().endsWith(start("ftp", 2)));
    }
  }

  @Test
  void refusesAServiceWhoseLogCannotBeOpened() throws Exception {
    Path absent = folder.resolve("absent/log");
    ServiceSpec ftp = Services.service("ftp", "FILE", absent.toString());
    ConfigException refused = assertThrows(ConfigException.class, () -> open(ftp));
    assertEquals(
        "xinetd.conf:3: log_type: creation of ftp log failed: "
            + absent
            + ": No such file or directory; service ftp not started",
        refused.getMessage());

    ServiceSpec onFolder = Services.service("pop", "FILE", folder.toString());
    assertTrue(
        assertThrows(ConfigException.class, () -> open(onFolder))
            .getMessage()
            .contains("creation of pop log failed"));
  }

  @Test
  void refusesAPipeInsteadOfWaitingForItsReader() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    ServiceSpec ftp = Services.service("ftp", "FILE", pipe.toString());

    ConfigException refused = assertThrows(ConfigException.class, () -> open(ftp));

    assertTrue(refused.getMessage().contains("is neither a file nor a character device"));
  }

  @Test
  void writesToADeviceWithoutCounting() throws Exception {
    ServiceSpec ftp = Services.service("ftp", "FILE", "/dev/null", "1", "2");
    try (EventSink sink = open(ftp)) {
      for (int i = 0; i < 10; i++) {
        write(sink, ftp, i);
      }
    }

    assertEquals(List.of(), said.lines);
  }

  @Test
  void saysHowManyLinesAFullDiskCosts() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    ServiceSpec ftp = Services.service("ftp", "FILE", "/dev/full");
    try (EventSink sink = open(ftp)) {
      List<Event> batch = List.of(Services.started(ftp, 1), Services.started(ftp, 2));
      IOException full = assertThrows(IOException.class, () -> sink.write(batch));

      assertEquals("/dev/full: No space left on device; lines lost: 2", full.getMessage());
    }
  }

  @Test
  void beginsANewFileAtTheSoftLimitWhenToldToKeepSome() throws Exception {
    ServiceSpec ftp = service("ftp", "60", "1000", "rotate=2"); // a line has 52 bytes
    try (EventSink sink = open(ftp)) {
      for (int i = 1; i <= 9; i++) {
        write(sink, ftp, i);
      }
    }

    assertEquals(start("ftp", 9), text());
    assertEquals(
        start("ftp", 7) + start("ftp", 8), Files.readString(folder.resolve("services.log.1")));
    assertEquals(
        start("ftp", 5) + start("ftp", 6), Files.readString(folder.resolve("services.log.2")));
    assertFalse(Files.exists(folder.resolve("services.log.3")));
    assertEquals(List.of(), said.lines);
  }

  @Test
  void stopsAtTheHardLimitWhenTheFileCannotBePutAside() throws Exception {
    Files.createDirectories(folder.resolve("services.log.1/in/the/way"));
    ServiceSpec ftp = service("ftp", "60", "200", "rotate=1");
    try (EventSink sink = open(ftp)) {
      for (int i = 1; i <= 9; i++) {
        write(sink, ftp, i);
      }
    }

    assertEquals(4, text().lines().count());
    assertTrue(said.lines.getFirst().startsWith("error " + file() + " cannot be rotated: "));
    assertTrue(said.lines.contains("error Size of " + file() + " log exceeded hard limit"));
  }
}
