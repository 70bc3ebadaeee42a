package org.jxinetd.handler.redirect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.SocketConnection;
import org.jxinetd.linux.Sockets;

/** A listener that gives each client to a handler, as a session of the server does. */
final class Front implements AutoCloseable {

  /** What started and how each session ended, in the order in which it happened. */
  final BlockingQueue<Running> started = new LinkedBlockingQueue<>();

  final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final Fd listener;
  private final Endpoint at;
  private final Handler handler;
  private final ServiceSpec service;

  Front(ServiceSpec service, Handler handler, String address) throws OsException {
    this.service = service;
    this.handler = handler;
    Endpoint any = new Endpoint(Address.parse(address).orElseThrow(), 0);
    listener = Sockets.open(any.address().family(), SocketType.STREAM, 6);
    Sockets.bind(listener, any);
    Sockets.listen(listener, 1024);
    Sockets.nonBlocking(listener, true);
    at = Sockets.local(listener);
    Thread.ofVirtual().start(this::accept);
  }

  /** A client. */
  Socket connect() throws IOException {
    return new Socket(InetAddress.getByName(at.address().toString()), at.port());
  }

  Endpoint at() {
    return at;
  }

  /** How the next session to end ended. */
  Outcome outcome() throws InterruptedException {
    Outcome outcome = outcomes.poll(20, TimeUnit.SECONDS);
    if (outcome == null) {
      throw new AssertionError("no session ended");
    }
    return outcome;
  }

  private void accept() {
    try {
      while (Poller.await(listener, Poller.READ, 0)) {
        Sockets.Accepted accepted = Sockets.accept(listener);
        if (accepted != null) {
          Thread.ofVirtual().start(() -> serve(accepted));
        }
      }
    } catch (OsException closed) {
      // the test is over
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Sockets.Accepted accepted) {
    Outcome outcome;
    try (Fd fd = accepted.fd()) {
      outcome = handler.serve(new Session(accepted, Sockets.local(fd)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    outcomes.add(outcome);
  }

  @Override
  public void close() {
    listener.close();
  }

  private final class Session implements Exchange {
    private final Sockets.Accepted accepted;
    private final Endpoint local;

    Session(Sockets.Accepted accepted, Endpoint local) {
      this.accepted = accepted;
      this.local = local;
    }

    @Override
    public Request request() {
      return new Request(service, Optional.of(accepted.peer()), Optional.of(local), Instant.EPOCH);
    }

    @Override
    public SpawnChanges changes() {
      return SpawnChanges.NONE;
    }

    @Override
    public int descriptor() {
      return accepted.fd().number();
    }

    @Override
    public Connection connection() {
      return new SocketConnection(accepted.fd(), accepted.peer(), local);
    }

    @Override
    public void started(Running server) {
      started.add(server);
    }
  }
}
