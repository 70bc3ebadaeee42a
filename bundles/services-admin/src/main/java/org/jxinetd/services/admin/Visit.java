package org.jxinetd.services.admin;

import java.io.IOException;
import java.time.Duration;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;

/**
 * One client of one of the three services: the password, if there is one, then what the service has
 * to say. Bounded in time as a whole, so that a client that neither reads nor leaves cannot keep
 * its place.
 *
 * @param idle how long the client may be silent
 * @param limit how long it may stay
 */
record Visit(Login login, Duration idle, Duration limit, Talk talk) implements Handler {

  /** What a service says to a client that it trusts. */
  interface Talk {
    void with(Exchange exchange, Lines lines) throws IOException;
  }

  @Override
  public Outcome serve(Exchange exchange) {
    Connection connection = exchange.connection();
    exchange.started(new Visitor(connection));
    connection.readTimeout(idle);
    Thread alarm = Thread.ofVirtual().start(() -> closeAfterLimit(connection));
    try {
      Lines lines = new Lines(connection);
      if (login.admits(exchange.request().service().id(), connection, lines)) {
        talk.with(exchange, lines);
      }
    } catch (IOException clientWentAway) {
      return new Outcome.Served();
    } finally {
      alarm.interrupt();
    }
    return new Outcome.Served();
  }

  private void closeAfterLimit(Connection connection) {
    try {
      Thread.sleep(limit);
      connection.close();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt(); // the visit ended in time
    }
  }

  /** Ended by closing the client's connection. */
  private record Visitor(Connection connection) implements Running {
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
