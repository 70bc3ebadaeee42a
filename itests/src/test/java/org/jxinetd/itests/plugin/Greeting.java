package org.jxinetd.itests.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.StreamService;

/** A built-in service that the server does not know until its bundle comes. */
public final class Greeting implements StreamService {
  @Override
  public void serve(Connection connection) throws IOException {
    connection.out().write("greetings\n".getBytes(StandardCharsets.US_ASCII));
  }
}
