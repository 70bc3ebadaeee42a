package org.jxinetd.handler.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

class StderrTest {

  @TempDir Path folder;

  @BeforeEach
  void forgetOlderLines() {
    RecordedLog.clear();
  }

  private static Stderr of(String... words) throws ConfigException {
    ServiceSpec.Builder service = ServiceSpec.builder("test", "finger");
    return Stderr.of(words.length == 0 ? service.build() : set(service, words));
  }

  private static ServiceSpec set(ServiceSpec.Builder service, String... words) {
    return service.attribute("stderr", words).build();
  }

  private static void write(Stderr.Opened opened, String text) throws IOException {
    Files.write(
        Path.of("/proc/self/fd/" + opened.descriptor(-1)),
        text.getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.APPEND);
  }

  private static List<String> awaitLog(String last) {
    List<String> log = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (log.stream().noneMatch(line -> line.contains(last))) {
      assertTrue(System.nanoTime() < deadline, log.toString());
      log.addAll(RecordedLog.take());
      Thread.onSpinWait();
    }
    return log;
  }

  @Test
  void isTheClientsUnlessToldOtherwise() throws Exception {
    assertInstanceOf(Stderr.Client.class, of());
    assertInstanceOf(Stderr.Client.class, of("CLIENT"));
    try (Stderr.Opened opened = of("client").open()) {
      assertEquals(7, opened.descriptor(7));
    }
  }

  @Test
  void refusesWhatIsNoPlace() {
    for (String[] bad :
        new String[][] {
          {},
          {""},
          {"nowhere"},
          {"log", "1"},
          {"client", "x"},
          {"a/b"},
          {"/a", "x"},
          {"/a", "0"},
          {"/a", "1", "2"},
          {"/a", "-1"},
          {"/a", "1g"},
          {"/a\0b"}
        }) {
      assertThrows(
          ConfigException.class,
          () -> Stderr.of(set(ServiceSpec.builder("test", "finger"), bad)),
          String.join(" ", bad));
    }
  }

  @Test
  void bringsLinesIntoTheLog() throws Exception {
    try (Stderr.Opened opened = of("log").open()) {
      opened.started(42);
      write(opened, "one\n\ntwo ä\nlast without an end");
    }
    assertEquals(
        List.of(
            "INFO finger[42]: one",
            "INFO finger[42]: two ä",
            "INFO finger[42]: last without an end"),
        awaitLog("last"));
  }

  @Test
  void boundsLengthAndNumberOfLinesAndSaysWhatWasDropped() throws Exception {
    try (Stderr.Opened opened = of("log").open()) {
      opened.started(42);
      write(opened, "x".repeat(5000) + "\n");
      write(opened, "y\n".repeat(LineBudget.BURST + 500));
    }
    List<String> log = awaitLog("dropped");
    assertEquals("INFO finger[42]: " + "x".repeat(1024), log.getFirst());
    long written = log.stream().filter(line -> line.endsWith(": y")).count();
    assertTrue(written >= LineBudget.BURST - 1 && written < LineBudget.BURST + 400, log.toString());
  }

  @Test
  void leavesNothingOpenWhenNothingWasStarted() throws Exception {
    Stderr stderr = of("log");
    stderr.open().close();
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      stderr.open().close();
    }
    assertTrue(descriptors() < before + 25);
  }

  private static long descriptors() {
    return Path.of("/proc/self/fd").toFile().list().length;
  }

  @Test
  void appendsToAFileAndKeepsAFullOne() throws Exception {
    Path file = folder.resolve("errors");
    Stderr stderr = of(file.toString(), "10");
    for (String text : new String[] {"first\n", "second\n", "third\n"}) {
      try (Stderr.Opened opened = stderr.open()) {
        write(opened, text);
      }
    }
    assertEquals("third\n", Files.readString(file));
    assertEquals("first\nsecond\n", Files.readString(folder.resolve("errors.1")));
  }

  @Test
  void servesWithoutAFileThatCannotBeOpenedAndSaysSoOnce() throws Exception {
    Path file = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("elsewhere"));
    Stderr stderr = of(file.toString());
    for (int i = 0; i < 3; i++) {
      try (Stderr.Opened opened = stderr.open()) {
        write(opened, "lost\n");
      }
    }
    assertFalse(Files.exists(folder.resolve("elsewhere")));
    assertEquals(1, awaitLog("is lost").size());
    assertEquals(List.of(), RecordedLog.take());
  }

  @Test
  void aBudgetFillsUpAgain() {
    LineBudget budget = new LineBudget();
    long now = System.nanoTime();
    int taken = 0;
    while (budget.take(now)) {
      taken++;
    }
    assertEquals(LineBudget.BURST, taken);
    assertEquals(1, budget.takeDropped());
    assertTrue(budget.take(now + Duration.ofSeconds(1).toNanos()));
    assertEquals(0, budget.takeDropped());
  }
}
