package org.jxinetd.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console of somebody whose terminal is elsewhere. */
@Timeout(60)
class RemoteConsoleTest {

  private final List<List<String>> passed = new ArrayList<>();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final CountDownLatch running = new CountDownLatch(1);

  private int answer(List<String> words, OutputStream out) {
    passed.add(words);
    try {
      if (words.getFirst().equals("follow")) {
        running.countDown();
        new CountDownLatch(1).await();
      }
      out.write("one\ntwo\n".getBytes(StandardCharsets.UTF_8));
      return 0;
    } catch (InterruptedException ended) {
      return 130;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int run(String type, InputStream keys) throws IOException {
    try (RemoteConsole console =
        new RemoteConsole(type, 80, 24, keys, screen, (words, out, err) -> answer(words, out))) {
      return console.run();
    }
  }

  @Test
  void runsLinesAndEndsWithTheInput() throws Exception {
    PipedOutputStream keyboard = new PipedOutputStream();
    PipedInputStream keys = new PipedInputStream(keyboard, 4096);
    keyboard.write("services --json\r\u0004".getBytes(StandardCharsets.UTF_8));
    assertEquals(0, run("xterm-256color", keys));
    assertEquals(List.of(List.of("services", "--json")), passed);
    String shown = screen.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains("one\r\ntwo\r\n"), "lines end as a terminal wants it: " + shown);
  }

  @Test
  void ctrlCEndsACommandAndNotTheConsole() throws Exception {
    PipedOutputStream keyboard = new PipedOutputStream();
    PipedInputStream keys = new PipedInputStream(keyboard, 4096);
    keyboard.write("follow\r".getBytes(StandardCharsets.UTF_8));
    CountDownLatch over = new CountDownLatch(1);
    Thread typist =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    assertTrue(running.await(30, TimeUnit.SECONDS));
                    keyboard.write(3);
                    keyboard.flush();
                    while (!screen.toString(StandardCharsets.UTF_8).contains("[130] xinetd> ")) {
                      Thread.onSpinWait(); // the test's own limit ends this
                    }
                    keyboard.write("services\rquit\r".getBytes(StandardCharsets.UTF_8));
                    keyboard.flush();
                    over.await(); // a pipe whose writer has died breaks, read to its end or not
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    try {
      assertEquals(0, run("xterm", keys));
    } finally {
      over.countDown();
    }
    typist.join();
    assertEquals(List.of(List.of("follow"), List.of("services")), passed);
    assertTrue(screen.toString(StandardCharsets.UTF_8).contains("[130] xinetd> "));
  }

  @Test
  void endsWhereALineIsLongerThanAnybodyTypes() throws Exception {
    byte[] flood = new byte[1 << 20];
    java.util.Arrays.fill(flood, (byte) 'a');
    ByteArrayInputStream keys = new ByteArrayInputStream(flood);
    assertEquals(0, run("dumb", keys));
    assertEquals(List.of(), passed);
    assertTrue(keys.available() > flood.length / 2, "not all of it was read");
  }

  @Test
  void aStrangersWordsForATerminalAreNotTrusted() {
    assertEquals("xterm", RemoteTerminal.known("-x /etc/passwd"));
    assertEquals("xterm", RemoteTerminal.known("vt220"));
    assertEquals("screen-256color", RemoteTerminal.known("tmux-256color"));
    assertEquals("dumb", RemoteTerminal.known(""));
    assertEquals(new Size(80, 24), RemoteTerminal.size(0, -1));
    assertEquals(new Size(1000, 1000), RemoteTerminal.size(Integer.MAX_VALUE, Integer.MAX_VALUE));
    assertFalse(RemoteTerminal.known("ansi").isEmpty());
  }
}
