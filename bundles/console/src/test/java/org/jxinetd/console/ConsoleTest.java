package org.jxinetd.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console on a terminal that is not the test's own. */
@Timeout(60)
class ConsoleTest {

  @TempDir Path folder;

  private final List<List<String>> passed = new ArrayList<>();
  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

  private int answer(List<String> words, OutputStream out) {
    if (words.getFirst().equals("complete")) {
      if (words.equals(List.of("complete", "--", "serv"))) {
        print("services\n", out);
        return 0;
      }
      return 1;
    }
    passed.add(words);
    print("answered\n", out);
    return words.getFirst().equals("why") ? 1 : 0;
  }

  private static void print(String text, OutputStream out) {
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int type(String keys) throws IOException {
    PipedOutputStream keyboard = new PipedOutputStream(); // stays open: nobody hangs up
    PipedInputStream in = new PipedInputStream(keyboard, 4096);
    keyboard.write(keys.getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
    try (keyboard;
        Terminal terminal =
            TerminalBuilder.builder().system(false).type("ansi").streams(in, screen).build()) {
      terminal.setSize(new Size(80, 24));
      return new Console(
              terminal,
              (words, out, err) -> answer(words, out),
              Optional.of(folder.resolve("history")))
          .run();
    }
  }

  @Test
  void passesLinesOnAndEndsWithTheLastStatus() throws Exception {
    assertEquals(1, type("service 'a b' --json\r\rwhy ftp\rexit\rservices\r"));
    assertEquals(List.of(List.of("service", "a b", "--json"), List.of("why", "ftp")), passed);
    String shown = screen.toString(StandardCharsets.UTF_8);
    assertTrue(shown.contains("answered"), shown);
    assertEquals("[1] xinetd> ", Console.prompt(1), "a status that is not 0 is shown");
    assertEquals("xinetd> ", Console.prompt(0));
  }

  @Test
  void completesWhatTheServerOffers() throws Exception {
    type("serv\t\rexit\r");
    assertEquals(List.of(List.of("services")), passed);
  }

  @Test
  void remembersLines() throws Exception {
    type("services\rexit\r");
    assertTrue(Files.readString(folder.resolve("history")).contains("services"));
    passed.clear();
    type("\u001b[A\u001b[A\rexit\r"); // up, up: the line before exit
    assertEquals(List.of(List.of("services")), passed);
  }
}
