package org.jxinetd.handler.tcpmux;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jxinetd.api.handler.Connection;

/**
 * Reads the line with the name of a service, in however many segments it comes, and not one byte
 * more: what follows belongs to the service. The whole line has one time limit, so that a client
 * cannot stretch it byte by byte.
 */
final class NameLine {

  /** Longest name that is read. */
  static final int LONGEST = 128;

  private final LongSupplier nanoTime;

  NameLine(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** What came of reading a line. */
  sealed interface Read {
    /** A name of printable characters. */
    record Name(String name) implements Read {}

    /** Not a name, with the reason for the client. */
    record Nonsense(String why) implements Read {}

    /** The client went away, or never said anything. */
    record Gone() implements Read {}
  }

  Read read(Connection connection, Duration limit) throws IOException {
    InputStream in = connection.in();
    long deadline = nanoTime.getAsLong() + limit.toNanos();
    StringBuilder name = new StringBuilder();
    while (true) {
      long left = deadline - nanoTime.getAsLong();
      if (left <= 0) {
        return late(limit);
      }
      connection.readTimeout(Duration.ofNanos(left));
      int next;
      try {
        next = in.read();
      } catch (SocketTimeoutException e) {
        return late(limit);
      }
      if (next < 0) {
        return new Read.Gone();
      }
      if (next == '\n') {
        connection.readTimeout(Duration.ZERO);
        return finish(name);
      }
      if (name.length() > LONGEST) {
        return new Read.Nonsense("Service name too long");
      }
      name.append((char) next);
    }
  }

  private static Read late(Duration limit) {
    return new Read.Nonsense("No service name within " + limit.toSeconds() + " seconds");
  }

  /** The end of a line is CR LF; LF alone will do. */
  private static Read finish(StringBuilder name) {
    if (!name.isEmpty() && name.charAt(name.length() - 1) == '\r') {
      name.setLength(name.length() - 1);
    }
    boolean printable = name.chars().allMatch(c -> c > ' ' && c < 127);
    if (name.isEmpty() || !printable) {
      return new Read.Nonsense("Malformed service name");
    }
    return new Read.Name(name.toString());
  }
}
