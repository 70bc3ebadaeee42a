package org.jxinetd.engine.listen;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Datagrams;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.TcpSockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows a {@code wait = yes} service down whose servers end at once and leave what has come in
 * where it is: otherwise the next one would be started in the same moment, for ever. Nothing that
 * waits on the socket is thrown away. Owned by the listener's thread.
 *
 * <p>Whether a server has taken something shows in the first datagram, which is another one then,
 * or in the number of connections that wait, which is smaller. New connections can hide that a
 * server has accepted one, so a few servers in a row must seem idle before there is a pause.
 */
final class Idling {

  private static final Logger LOG = LoggerFactory.getLogger(Idling.class);
  private static final int FORGIVEN = 3;
  private static final long SHORT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final int LARGEST_DATAGRAM = 65_536;

  private final ListenSocket socket;
  private Optional<Datagrams.Received> datagram = Optional.empty();
  private int connections;
  private long begun;
  private int idle;

  Idling(ListenSocket socket) {
    this.socket = socket;
  }

  /** A server gets the socket. */
  void begin() throws OsException {
    begun = System.nanoTime();
    datagram = firstDatagram();
    connections = waiting();
  }

  /**
   * The server is gone.
   *
   * @return how long to wait until the next one may be started
   */
  Optional<Duration> end(String service) throws OsException {
    if (System.nanoTime() - begun > SHORT_NANOS || !untouched()) {
      idle = 0;
      return Optional.empty();
    }
    idle++;
    if (idle <= FORGIVEN) {
      return Optional.empty();
    }
    Duration pause = pause(idle - FORGIVEN);
    if (idle == FORGIVEN + 1) {
      LOG.warn(
          "service {}: its server ends without taking what waits for it, {} times in a row; it is"
              + " started less and less often, every {} seconds at the least",
          service,
          idle,
          LONGEST_PAUSE.toSeconds());
    }
    return Optional.of(pause);
  }

  /** 0.1 s, 0.2 s, 0.4 s, … */
  static Duration pause(int times) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(times - 1, 10));
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }

  private boolean untouched() throws OsException {
    if (socket.key().type() == SocketType.STREAM) {
      int now = waiting();
      return now > 0 && now >= connections;
    }
    Optional<Datagrams.Received> now = firstDatagram();
    return now.isPresent()
        && datagram.isPresent()
        && now.get().peer().equals(datagram.get().peer())
        && Arrays.equals(now.get().data(), datagram.get().data());
  }

  private int waiting() throws OsException {
    return socket.key().type() == SocketType.STREAM ? TcpSockets.backlog(socket.fd()) : 0;
  }

  private Optional<Datagrams.Received> firstDatagram() throws OsException {
    return socket.key().type() == SocketType.DGRAM
        ? Optional.ofNullable(Datagrams.receive(socket.fd(), LARGEST_DATAGRAM, true))
        : Optional.empty();
  }
}
