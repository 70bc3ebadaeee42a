package org.jxinetd.services.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jxinetd.api.handler.Connection;

/** Lines to and from a client. Belongs to the session's thread. */
final class Lines {

  private final Connection connection;
  private final InputStream in;

  Lines(Connection connection) {
    this.connection = connection;
    this.in = connection.in();
  }

  void say(String text) throws IOException {
    connection.out().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * One line without its end.
   *
   * @param longest bytes that count; the rest of a longer line is read and left out
   * @return empty at the end of what the client sends
   */
  Optional<String> read(int longest) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != '\n') {
      if (line.length() < longest) {
        line.append((char) next);
      }
      next = in.read();
    }
    int last = line.length() - 1;
    if (last >= 0 && line.charAt(last) == '\r') {
      line.setLength(last);
    }
    return Optional.of(line.toString());
  }
}
