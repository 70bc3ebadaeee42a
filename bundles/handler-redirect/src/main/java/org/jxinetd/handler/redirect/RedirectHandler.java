package org.jxinetd.handler.redirect;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.SocketConnection;
import org.jxinetd.linux.SocketOptions;

/**
 * Relays the clients of one service.
 *
 * @param idle how long nothing may move; zero for no limit
 * @param loops carry the data
 */
record RedirectHandler(Dialer dialer, Duration idle, Loops loops) implements Handler {

  @Override
  public Outcome serve(Exchange exchange) throws IOException, InterruptedException {
    if (!(exchange.connection() instanceof SocketConnection socket)) {
      throw new IOException("only sockets can be redirected");
    }
    Relay relay = new Relay(socket.fd(), idle.toNanos(), loops.next());
    exchange.started(relay);
    Optional<Fd> connected = dialer.dial(relay::trying);
    if (connected.isEmpty()) {
      return new Outcome.Served();
    }
    try (Fd target = connected.get()) {
      SocketOptions.noDelay(socket.fd(), true);
      return relay.carry(target);
    }
  }
}
