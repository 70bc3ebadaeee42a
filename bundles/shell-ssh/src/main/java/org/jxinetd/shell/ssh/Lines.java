package org.jxinetd.shell.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Lines of a bounded length. One thread. */
final class Lines {

  static final int LONGEST = 16 * 1024;

  private final InputStream in;

  Lines(InputStream in) {
    this.in = in;
  }

  /**
   * The next line without its end; empty behind the last one.
   *
   * @throws IOException when it is too long, as well
   */
  Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int c = in.read();
      if (c < 0 && line.size() == 0) {
        return Optional.empty();
      }
      if (c < 0 || c == '\n') {
        return Optional.of(line.toString(StandardCharsets.UTF_8));
      }
      if (line.size() == LONGEST) {
        throw new IOException("a line is longer than " + LONGEST + " bytes");
      }
      line.write(c);
    }
  }
}
