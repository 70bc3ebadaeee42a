package org.jxinetd.handler.redirect;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.linux.Errno;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.SocketOptions;
import org.jxinetd.linux.Sockets;
import org.jxinetd.linux.TcpSockets;
import org.slf4j.Logger;

/**
 * Connects to the first target that answers. Any thread.
 *
 * @param timeout longest wait for one address
 * @param keepAlive whether the kernel is to probe idle connections
 * @param log the daemon's
 */
record Dialer(List<Target> targets, Names names, Duration timeout, boolean keepAlive, Logger log) {

  private static final int MOST_ADDRESSES = 8;

  /** Is told of each socket before it connects, so that a session can be ended meanwhile. */
  interface Attempt {
    /**
     * @return false to give up
     */
    boolean begin(Fd fd);
  }

  /**
   * Tries the targets in turn. What failed is in the daemon log: as errors when all did.
   *
   * @return a connected socket, the caller's to close; empty when there is none
   */
  Optional<Fd> dial(Attempt attempt) throws OsException, InterruptedException {
    List<String> failures = new ArrayList<>(1);
    for (Target target : targets) {
      for (Address address : addresses(target, failures)) {
        Fd fd = TcpSockets.open(address.family());
        try {
          if (!attempt.begin(fd)) {
            fd.close();
            return Optional.empty();
          }
          connect(fd, new Endpoint(address, target.port()));
          failures.forEach(failure -> log.warn("{}; the next address is used", failure));
          return Optional.of(fd);
        } catch (OsException e) {
          fd.close();
          failures.add(failure(address.toString(), e.errno()));
        } catch (InterruptedException | RuntimeException e) {
          fd.close();
          throw e;
        }
      }
    }
    failures.forEach(log::error);
    return Optional.empty();
  }

  private List<Address> addresses(Target target, List<String> failures)
      throws InterruptedException {
    if (target.address().isPresent()) {
      return List.of(target.address().get());
    }
    try {
      List<Address> found = names.addresses(target.host());
      return found.subList(0, Math.min(found.size(), MOST_ADDRESSES));
    } catch (IOException e) {
      failures.add("can't connect to remote host " + target.host() + ": " + e.getMessage());
      return List.of();
    }
  }

  private void connect(Fd fd, Endpoint to) throws OsException, InterruptedException {
    SocketOptions.noDelay(fd, true);
    if (keepAlive) {
      SocketOptions.keepAlive(fd, true);
    }
    if (!Sockets.connect(fd, to)) {
      if (!Poller.await(fd, Poller.WRITE, timeout.toNanos())) {
        throw new OsException("connect", to.toString(), Errno.ETIMEDOUT);
      }
      Sockets.connectResult(fd);
    }
  }

  private static String failure(String address, int errno) {
    return "can't connect to remote host "
        + address
        + ": "
        + Errno.text(errno)
        + " (errno = "
        + errno
        + ")";
  }
}
