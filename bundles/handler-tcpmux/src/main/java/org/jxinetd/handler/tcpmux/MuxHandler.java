package org.jxinetd.handler.tcpmux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;

/** Asks a client for a name and sends it there. */
final class MuxHandler implements Handler {

  private static final String GO = "+Go\r\n";
  private static final String UNAVAILABLE = "-Service not available\r\n";
  private static final Duration FAREWELL = Duration.ofSeconds(1);
  private static final int FAREWELL_BYTES = 64 * 1024;

  private final Directory directory;
  private final NameLine line;
  private final Duration limit;

  /**
   * @param limit how long a client may take to say what it wants
   */
  MuxHandler(Directory directory, NameLine line, Duration limit) {
    this.directory = directory;
    this.line = line;
    this.limit = limit;
  }

  @Override
  public Outcome serve(Exchange exchange) throws IOException {
    Connection connection = exchange.connection();
    exchange.started(new Asking(connection));
    try {
      return switch (line.read(connection, limit)) {
        case NameLine.Read.Name wanted -> find(connection, wanted.name());
        case NameLine.Read.Nonsense nonsense -> answer(connection, "-" + nonsense.why() + "\r\n");
        case NameLine.Read.Gone _ -> new Outcome.Served();
      };
    } catch (IOException clientWentAway) {
      return new Outcome.Served();
    }
  }

  private Outcome find(Connection connection, String name) throws IOException {
    if (name.equalsIgnoreCase("help")) {
      StringBuilder list = new StringBuilder();
      directory.names().forEach(known -> list.append(known).append("\r\n"));
      return answer(connection, list.toString());
    }
    Optional<ServiceSpec> found = directory.find(name);
    if (found.isEmpty()) {
      return answer(connection, UNAVAILABLE);
    }
    boolean plus = found.get().has(ServiceType.TCPMUXPLUS);
    return new Outcome.HandedOver(found.get().pid(), plus ? GO : "", UNAVAILABLE);
  }

  /** The last words: what the client has sent too much is read, so that it gets them. */
  private static Outcome answer(Connection connection, String text) throws IOException {
    connection.out().write(text.getBytes(StandardCharsets.ISO_8859_1));
    connection.shutdownOutput();
    connection.readTimeout(FAREWELL);
    byte[] waste = new byte[4096];
    int total = 0;
    int n = connection.in().read(waste);
    while (n >= 0 && total < FAREWELL_BYTES) {
      total += n;
      n = connection.in().read(waste);
    }
    return new Outcome.Served();
  }

  /** Ended by closing the client's connection. */
  private record Asking(Connection connection) implements Running {
    @Override
    public long pid() {
      return 0;
    }

    @Override
    public void terminate() {
      connection.close();
    }

    @Override
    public void kill() {
      connection.close();
    }
  }
}
