package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Somebody at a terminal: types keys and waits for what they bring about. */
final class Typist {
  private final Process program;
  private final StringBuffer screen = new StringBuffer();
  private int seen;

  /**
   * @param program with the terminal's two directions as its standard input and output
   */
  Typist(Process program) {
    this.program = program;
    Thread.ofVirtual().start(this::watch);
  }

  private void watch() {
    byte[] bytes = new byte[4096];
    try (InputStream from = program.getInputStream()) {
      int read = from.read(bytes);
      while (read >= 0) {
        screen.append(new String(bytes, 0, read, StandardCharsets.UTF_8));
        read = from.read(bytes);
      }
    } catch (IOException gone) {
      screen.append("[").append(gone.getMessage()).append("]");
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
      Await.until("the screen shows " + text, () -> screen.indexOf(text, seen) >= 0);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; it shows " + shown(), e);
    }
    seen = screen.indexOf(text, seen) + text.length();
    return this;
  }

  String shown() {
    return screen.toString().replace("\u001b", "^[");
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
