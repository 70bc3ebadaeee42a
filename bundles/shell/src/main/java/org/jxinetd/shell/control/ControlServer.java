package org.jxinetd.shell.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jxinetd.shell.command.CommandSet;
import org.jxinetd.shell.command.ExitStatus;
import org.jxinetd.shell.command.Printable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts clients of the control socket, each served on a virtual thread of its own. */
final class ControlServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final Duration BACK_OFF = Duration.ofMillis(500);

  private final SocketFile file;
  private final Peers peers;
  private final CommandSet commands;
  private final Bounds bounds;
  private final Deadlines deadlines = new Deadlines();
  private final Semaphore places;
  private final Semaphore streams;
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);

  private ControlServer(SocketFile file, Peers peers, CommandSet commands, Bounds bounds) {
    this.file = file;
    this.peers = peers;
    this.commands = commands;
    this.bounds = bounds;
    places = new Semaphore(bounds.clients());
    streams = new Semaphore(bounds.streams());
  }

  /** Serves until it is closed; then the socket and its file are gone. */
  static ControlServer start(SocketFile file, Peers peers, CommandSet commands, Bounds bounds) {
    ControlServer server = new ControlServer(file, peers, commands, bounds);
    Thread.ofVirtual().name("control-accept").start(server::acceptAll);
    return server;
  }

  private void acceptAll() {
    while (closing.getCount() > 0) {
      try {
        admit(file.channel().accept());
      } catch (ClosedChannelException closed) {
        return;
      } catch (IOException failed) {
        LOG.warn("control: cannot accept: {}; tried again", failed.getMessage());
        if (isClosedWithin(BACK_OFF)) {
          return;
        }
      }
    }
  }

  private boolean isClosedWithin(Duration time) {
    try {
      return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException unwanted) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void admit(SocketChannel client) {
    if (places.tryAcquire()) {
      Thread.ofVirtual().name("control-client").start(() -> serve(client));
    } else {
      Thread.ofVirtual().name("control-refusal").start(() -> refuse(client));
    }
  }

  private void serve(SocketChannel client) {
    clients.add(client);
    try (client) {
      // a client that came while the server closed was not seen by close()
      if (closing.getCount() > 0) {
        new ControlSession(client, peers, commands, deadlines, bounds, streams).serve();
      }
    } catch (IOException gone) {
      LOG.debug("control: client gone: {}", Printable.of(String.valueOf(gone.getMessage())));
    } catch (InterruptedException gone) {
      LOG.debug("control: a client that followed is gone");
    } finally {
      clients.remove(client);
      places.release();
    }
  }

  /** A few bytes into an empty socket buffer: this cannot block. */
  private void refuse(SocketChannel client) {
    try (client) {
      Reply reply = new Reply(client, deadlines, bounds.write(), () -> false);
      reply.complaint("the server is busy with " + bounds.clients() + " other commands; try again");
      reply.end(ExitStatus.NO);
    } catch (IOException gone) {
      LOG.debug("control: refused client gone: {}", gone.getMessage());
    }
  }

  /** Clients that may follow something now. */
  int freeStreams() {
    return streams.availablePermits();
  }

  /** Clients that can be taken now. */
  int freePlaces() {
    return places.availablePermits();
  }

  @Override
  public void close() {
    closing.countDown();
    file.remove();
    clients.forEach(Channels::close);
    deadlines.close();
  }
}
