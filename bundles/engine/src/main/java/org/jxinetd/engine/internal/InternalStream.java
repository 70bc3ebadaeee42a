package org.jxinetd.engine.internal;

import java.io.IOException;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.handler.StreamService;

/** Runs a built-in stream service on the session's own thread. */
public record InternalStream(StreamService service) implements Handler {

  @Override
  public Outcome serve(Exchange exchange) {
    Connection connection = exchange.connection();
    exchange.started(new Serving(connection));
    try {
      service.serve(connection);
    } catch (IOException clientWentAway) {
      return new Outcome.Served(); // the ordinary end: the client closed, or was told to go
    }
    return new Outcome.Served();
  }

  /** Ended by closing the client's connection. */
  private record Serving(Connection connection) implements Running {
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
