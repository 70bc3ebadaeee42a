package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Somebody at a terminal: types keys and waits for what they bring about. */
final class Typist {
  private final Process program;
  private final StringBuilder screen = new StringBuilder();
  private int seen;

  /**
   * @param program with the terminal's two directions as its standard input and output
   */
  Typist(Process program) {
    this.program = program;
    Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    char[] characters = new char[4096];
    try (Reader from = new InputStreamReader(program.getInputStream(), StandardCharsets.UTF_8)) {
      int read = from.read(characters);
      while (read >= 0) {
        show(new String(characters, 0, read));
        read = from.read(characters);
      }
    } catch (IOException gone) {
      show("[" + gone.getMessage() + "]");
    }
  }

  private void show(String text) {
    synchronized (screen) {
      screen.append(text);
    }
  }

  private int find(String text) {
    synchronized (screen) {
      return screen.indexOf(text, seen);
    }
  }

  Typist type(String keys) throws IOException {
    OutputStream to = program.getOutputStream();
    to.write(keys.getBytes(StandardCharsets.UTF_8));
    to.flush();
    return this;
  }

  /** Waits until this is shown behind what was waited for last. */
  Typist await(String text) throws IOException {
    try {
      Await.until("the screen shows " + text, () -> find(text) >= 0);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; it shows " + shown(), e);
    }
    seen = find(text) + text.length();
    return this;
  }

  String shown() {
    synchronized (screen) {
      return screen.toString().replace("\u001b", "^[");
    }
  }

  int exitStatus() throws IOException {
    try {
      assertTrue(program.waitFor(20, TimeUnit.SECONDS), "it goes on: " + shown());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return program.exitValue();
  }
}
