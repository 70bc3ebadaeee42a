package org.jxinetd.handler.exec;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.SpawnChanges;
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
 * @param server its program, as messages name it
 * @param programs what is started for a client, with the changes that its rules want
 */
record ExecHandler(
    String service,
    String server,
    Function<SpawnChanges, Spawner.Prepared> programs,
    Environment environment,
    Stderr stderr,
    Terms terms)
    implements Handler {

  private static final Logger LOG = LoggerFactory.getLogger(ExecHandler.class);
  private static final int SIGTERM = 15;
  private static final int SIGKILL = 9;

  /**
   * How patient the handler is.
   *
   * @param attempts how often a start is tried when the system lacks processes or memory
   * @param pause between two attempts
   * @param session how long a session may take; {@link Duration#ZERO} for no limit
   * @param grace between SIGTERM and SIGKILL when the session's time is up
   */
  record Terms(int attempts, Duration pause, Duration session, Duration grace) {}

  @Override
  public boolean startsProcesses() {
    return true;
  }

  @Override
  public Outcome serve(Exchange exchange) throws IOException, InterruptedException {
    Map<String, String> session =
        environment.ofSession(exchange.request(), exchange.changes().environment());
    Spawner.Prepared command = programs.apply(exchange.changes());
    for (int attempt = 1; attempt <= terms.attempts(); attempt++) {
      if (attempt > 1 && !exchange.retrying(terms.pause())) {
        return new Outcome.NotStarted(Reason.FORK);
      }
      Child child;
      try (Stderr.Opened errors = stderr.open()) {
        int client = exchange.descriptor();
        child = command.spawn(client, errors.descriptor(client), session);
        errors.started(child.pid());
      } catch (OsException e) {
        LOG.error("{}: fork failed: {} (errno = {})", service, Errno.text(e.errno()), e.errno());
        if (passes(e.errno())) {
          continue;
        }
        return new Outcome.NotStarted(Reason.FORK);
      }
      exchange.started(new Server(child));
      return await(child, exchange);
    }
    if (terms.attempts() > 1) {
      LOG.error("service {}: too many consecutive fork failures", service);
    }
    return new Outcome.NotStarted(Reason.FORK);
  }

  /** Whether the lack may be over at the next attempt: processes, memory, descriptors. */
  private static boolean passes(int errno) {
    return errno == Errno.EAGAIN
        || errno == Errno.ENOMEM
        || errno == Errno.EMFILE
        || errno == Errno.ENFILE;
  }

  private Outcome await(Child child, Exchange exchange) throws InterruptedException, OsException {
    Optional<Exit> inTime = child.await(terms.session());
    Exit exit = inTime.isPresent() ? inTime.get() : end(child, exchange);
    child.failure().ifPresent(this::notExecuted);
    return switch (exit) {
      case Exit.Exited e -> new Outcome.Exited(e.status());
      case Exit.Signaled s -> new Outcome.Signaled(s.signal());
    };
  }

  /** The session's time is up: the server and its children are asked to end, then made to. */
  private Exit end(Child child, Exchange exchange) throws InterruptedException, OsException {
    exchange.timedOut();
    LOG.info(
        "service {}: server {}{} has taken the session_time of {} s; sending signal {}",
        service,
        child.pid(),
        exchange.request().peer().map(peer -> " for " + peer.address()).orElse(""),
        terms.session().toSeconds(),
        SIGTERM);
    child.terminateGroup();
    Optional<Exit> asked = child.await(terms.grace());
    if (asked.isPresent()) {
      return asked.get();
    }
    LOG.warn("service {}: server {} did not end; sending signal {}", service, child.pid(), SIGKILL);
    child.killGroup();
    return child.await();
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
