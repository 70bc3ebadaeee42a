package org.jxinetd.host.handover;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.SocketStore;
import org.jxinetd.linux.Fd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The new process's side of an upgrade, and the sockets of a service manager. Without a predecessor
 * every step but the sockets is nothing. One thread.
 */
public final class Takeover {

  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
  private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

  private final PassedSockets passed;
  private final Optional<Channel> channel;
  private final SocketStore store;
  private final Ledger ledger;

  private Takeover(PassedSockets passed, SocketStore store, Ledger ledger) {
    this.passed = passed;
    this.channel = passed.predecessor().map(Channel::new);
    this.store = store;
    this.ledger = ledger;
  }

  /** Takes what this process was started with. To be called early, before files are opened. */
  public static Takeover of(
      Map<String, String> environment, long pid, SocketStore store, Ledger ledger) {
    Takeover takeover = new Takeover(PassedSockets.take(environment, pid), store, ledger);
    if (takeover.channel.isEmpty()) {
      takeover.passed.into(store);
    }
    return takeover;
  }

  /** True when another process serves until this one is ready. */
  public boolean hasPredecessor() {
    return channel.isPresent();
  }

  /**
   * Says that everything is there but the services, and takes over sockets and books when the
   * predecessor has stopped accepting.
   */
  public void begin() throws IOException, InterruptedException, TimeoutException {
    Channel from = channel.orElseThrow();
    from.send("ready");
    List<List<String>> sockets = new ArrayList<>();
    while (true) {
      List<String> line = receive(from);
      switch (line.getFirst()) {
        case "go" -> {
          inherit(sockets);
          return;
        }
        case SocketWords.FIRST -> sockets.add(line);
        default -> Books.enter(line, ledger, System.nanoTime());
      }
    }
  }

  private void inherit(List<List<String>> lines) throws IOException {
    if (lines.size() != passed.sockets().size()) {
      throw new IOException(
          lines.size() + " sockets are named, " + passed.sockets().size() + " were passed on");
    }
    for (int i = 0; i < lines.size(); i++) {
      Fd fd = passed.sockets().get(i).fd();
      store.inherit(SocketWords.key(lines.get(i)), fd, SocketWords.name(lines.get(i)));
    }
  }

  /** Says that clients are served here; returns when this process is the service for everybody. */
  public void serving() throws IOException, InterruptedException, TimeoutException {
    Channel from = channel.orElseThrow();
    from.send("serving");
    List<String> line = receive(from);
    if (!line.getFirst().equals("yours")) {
      throw new IOException("the predecessor says " + line.getFirst());
    }
  }

  /** Says that nothing is left to do; follows what runs in the predecessor until it is gone. */
  public void finish() throws IOException, InterruptedException {
    Channel from = channel.orElseThrow();
    from.send("done");
    Thread.ofVirtual().name("predecessor").start(() -> follow(from));
  }

  private void follow(Channel from) {
    try (from) {
      Optional<List<String>> line = from.receive(0);
      while (line.isPresent()) {
        Books.enter(line.get(), ledger, System.nanoTime());
        line = from.receive(0);
      }
      LOG.info("the former process has ended its last session");
    } catch (IOException | TimeoutException e) {
      LOG.info("nothing more is known of the former process: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Books.forget(ledger);
    }
  }

  private static List<String> receive(Channel from)
      throws IOException, InterruptedException, TimeoutException {
    return from.receive(LIMIT_NANOS)
        .orElseThrow(() -> new IOException("the former process is gone"));
  }
}
