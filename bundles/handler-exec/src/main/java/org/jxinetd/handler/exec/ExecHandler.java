package org.jxinetd.handler.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.linux.Child;
import org.jxinetd.linux.Errno;
import org.jxinetd.linux.Exit;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.SpawnFailure;
import org.jxinetd.linux.Spawner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server for each client of one service and waits for its end.
 *
 * @param attempts how often a start is tried when the system lacks processes or memory
 * @param pause between two attempts
 */
record ExecHandler(
    String service, String server, Spawner.Prepared command, int attempts, Duration pause)
    implements Handler {

  private static final Logger LOG = LoggerFactory.getLogger(ExecHandler.class);
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  @Override
  public Outcome serve(Exchange exchange) throws IOException, InterruptedException {
    Map<String, String> environment =
        Environment.ofClient(exchange.request().peer(), exchange.changes().environment());
    for (int attempt = 1; attempt <= attempts; attempt++) {
      if (attempt > 1) {
        Thread.sleep(pause);
      }
      Child child;
      try {
        child = command.spawn(exchange.descriptor(), environment);
      } catch (OsException e) {
        LOG.error("{}: fork failed: {} (errno = {})", service, Errno.text(e.errno()), e.errno());
        if (e.errno() == Errno.EAGAIN || e.errno() == Errno.ENOMEM) {
          continue;
        }
        return new Outcome.NotStarted(Reason.FORK);
      }
      exchange.started(new Server(child));
      return await(child);
    }
    if (attempts > 1) {
      LOG.error("service {}: too many consecutive fork failures", service);
    }
    return new Outcome.NotStarted(Reason.FORK);
  }

  private Outcome await(Child child) throws InterruptedException, OsException {
    Exit exit = child.await();
    child.failure().ifPresent(this::notExecuted);
    return switch (exit) {
      case Exit.Exited e -> new Outcome.Exited(e.status());
      case Exit.Signaled s -> new Outcome.Signaled(s.signal());
    };
  }

  /**
   * xinetd gives status 0 here; the launcher's 126 and 127 tell the failure to whoever reads EXIT.
   */
  private void notExecuted(SpawnFailure failure) {
    boolean exec = failure.step().equals("execve");
    LOG.error(
        "service {}: {} failed: {} (errno = {})",
        service,
        exec ? "execv( " + server + " )" : failure.step(),
        Errno.text(failure.errno()),
        failure.errno());
  }

  /** A server process. */
  private record Server(Child child) implements Running {
    @Override
    public long pid() {
      return child.pid();
    }

    @Override
    public void terminate() {
      child.signal(SIGTERM);
    }

    @Override
    public void kill() {
      child.signal(SIGKILL);
    }
  }
}
