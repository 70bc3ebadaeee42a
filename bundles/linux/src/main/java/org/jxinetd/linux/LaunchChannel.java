package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the resident launcher: its process, the socket to it and the pipe of answers. An
 * answer comes from the server's own process before it becomes the server; that is what makes a
 * start safe to try again: when the pipe has come to its end, nobody is left who could answer. Any
 * thread.
 */
final class LaunchChannel {

  private static final Logger LOG = LoggerFactory.getLogger(LaunchChannel.class);

  private static final int ANSWER = 12;

  /** A launcher that does not answer for so long is ended, and another one takes the start. */
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What became of a start. */
  sealed interface Result {}

  /** The server's process is there. */
  record Started(Child child) implements Result {}

  /** Nothing was started: the launcher has no room for it now, or never. */
  record Busy() implements Result {}

  /** Nothing was started: the launcher has ended. */
  record Lost() implements Result {}

  private final Child process;
  private final Fd socket;
  private final Fd answers;
  private final FailureReports reports;
  private final LaunchTickets tickets = new LaunchTickets();
  private final AtomicBoolean watched = new AtomicBoolean();
  private final Duration patience;
  private volatile boolean alive = true;
  private volatile boolean useful;

  private LaunchChannel(
      Child process, Fd socket, Fd answers, FailureReports reports, Duration patience) {
    this.patience = patience;
    this.process = process;
    this.socket = socket;
    this.answers = answers;
    this.reports = reports;
  }

  /**
   * Starts a launcher.
   *
   * @param patience after which it has to have answered
   */
  static LaunchChannel open(Path helper, Duration patience) throws OsException {
    FailureReports reports = FailureReports.shared();
    LocalSockets.Pair pair = LocalSockets.packetPair();
    try (Fd theirs = pair.other()) {
      Pipe pipe = Pipe.open();
      try (Fd write = pipe.write()) {
        Sockets.nonBlocking(write, false);
        Sockets.nonBlocking(pipe.read(), false);
        List<String> words = List.of(helper.toString(), "resident=1");
        PosixSpawn.Image image = PosixSpawn.Image.of(helper.toString(), words, List.of());
        int in = theirs.number();
        int out = write.number();
        int pid = PosixSpawn.start(image, Map.of(), in, out, out, reports.writeEnd());
        Child process = Child.of(pid, reports);
        LaunchChannel channel =
            new LaunchChannel(process, pair.one(), pipe.read(), reports, patience);
        Thread.ofPlatform().name("launcher").daemon().start(channel::read);
        return channel;
      } catch (OsException e) {
        pipe.read().close();
        throw e;
      }
    } catch (OsException e) {
      pair.one().close();
      throw e;
    }
  }

  /** Whether starts can be asked for. */
  boolean alive() {
    return alive;
  }

  /** Whether it has started anything. */
  boolean useful() {
    return useful;
  }

  Child process() {
    return process;
  }

  /** See {@link Residence#start}. */
  Result start(LaunchMessage message, int stdio, int errors, Map<String, String> extra)
      throws OsException {
    LaunchTickets.Ticket ticket = tickets.enter();
    try {
      if (!alive) {
        return new Lost(); // what was swept before the ticket was there
      }
      int errno = LaunchCall.send(socket, ticket.id(), message, stdio, errors, extra);
      switch (errno) {
        case 0 -> {
          return await(ticket);
        }
        case Errno.EPIPE, Errno.ECONNRESET -> {
          alive = false;
          return new Lost();
        }
        default -> {
          LOG.debug("the launcher was not asked: {}", Errno.text(errno));
          return new Busy();
        }
      }
    } finally {
      tickets.leave(ticket);
    }
  }

  private Result await(LaunchTickets.Ticket ticket) throws OsException {
    watch();
    return switch (ticket.await()) {
      case LOST -> new Lost();
      case ANSWERED -> result(ticket);
      default -> throw new OsException("launch", "process " + process.pid(), Errno.ETIMEDOUT);
    };
  }

  /** While anybody waits, somebody looks whether it takes too long. */
  private void watch() {
    if (!watched.get() && watched.compareAndSet(false, true)) {
      Thread watcher = Thread.ofVirtual().name("launcher-watch").unstarted(this::lookAfter);
      watcher.start();
    }
  }

  private void lookAfter() {
    boolean waiting = true;
    while (waiting) {
      try {
        Thread.sleep(patience.dividedBy(4));
      } catch (InterruptedException e) {
        LOG.debug("{} goes on", Thread.currentThread().getName()); // nobody has a reason to
      }
      waiting = impatient(System.nanoTime());
      if (!waiting) {
        watched.set(false);
        // a start may have come between the look and the word
        waiting = tickets.waiting() && watched.compareAndSet(false, true);
      }
    }
  }

  /** Ends a launcher that is late, and the wait for its end when that is late, too. */
  private boolean impatient(long now) {
    List<LaunchTickets.Ticket> asked = tickets.asked();
    for (LaunchTickets.Ticket ticket : asked) {
      long late = now - ticket.sinceNanos() - patience.toNanos();
      if (late > patience.toNanos()) {
        LOG.error("whether the launcher {} has started a server is not known", process.pid());
        ticket.settle(LaunchTickets.State.UNKNOWN);
      } else if (late > 0 && alive) {
        LOG.error("the launcher {} does not answer and is ended", process.pid());
        alive = false;
        process.signal(Signals.SIGKILL); // the pipe of answers ends, and so do the waits
      }
    }
    return !asked.isEmpty();
  }

  private Result result(LaunchTickets.Ticket ticket) throws OsException {
    if (ticket.errno() == 0) {
      useful = true;
      return new Started(Child.of(ticket.pid(), reports));
    }
    if (ticket.errno() == Errno.EAGAIN || ticket.errno() == Errno.ENOMEM) {
      throw new OsException("clone", "server", ticket.errno());
    }
    if (ticket.errno() == Errno.EMFILE || ticket.errno() == Errno.E2BIG) {
      LOG.debug("the launcher has no room: {}", Errno.text(ticket.errno()));
      return new Busy();
    }
    LOG.error("the launcher {} may start nothing: {}", process.pid(), Errno.text(ticket.errno()));
    alive = false;
    process.signal(Signals.SIGKILL);
    return new Lost();
  }

  /** The thread that takes the answers, until nobody is left who could give one. */
  private void read() {
    try (Scratch s = Scratch.borrow(answers)) {
      MemorySegment some = s.buffer.asSlice(0, (long) ANSWER * LaunchTickets.SLOTS);
      long n;
      do {
        n = (long) Libc.READ.invokeExact(s.capture, s.fd, some, some.byteSize());
        for (long at = 0; at + ANSWER <= n; at += ANSWER) {
          settle(
              some.get(ValueLayout.JAVA_INT, at),
              some.get(ValueLayout.JAVA_INT, at + 4),
              some.get(ValueLayout.JAVA_INT, at + 8));
        }
      } while (n > 0 || (n < 0 && s.errno() == Errno.EINTR));
    } catch (Throwable e) {
      LOG.error("the launcher {} cannot be heard any more", process.pid(), e);
      process.signal(Signals.SIGKILL);
    }
    end();
  }

  private void settle(int id, int pid, int errno) {
    if (tickets.answer(id, pid, errno)) {
      return;
    }
    LOG.error(
        "the launcher {} answers {} {} {}, which nobody asked", process.pid(), id, pid, errno);
    if (pid > 0) {
      Thread.ofVirtual().name("reaper-" + pid).start(() -> end(pid));
    }
  }

  /** Its client was told that there is no server. */
  private void end(int pid) {
    try {
      Child late = Child.of(pid, reports);
      late.killGroup();
      LOG.debug("process {} came too late: {}", pid, late.await());
    } catch (OsException | InterruptedException e) {
      LOG.error("process {} stays", pid, e);
    }
  }

  private void end() {
    alive = false; // before the sweep: who comes later sees it
    tickets.asked().forEach(ticket -> ticket.settle(LaunchTickets.State.LOST));
    socket.close();
    answers.close();
    process.signal(Signals.SIGKILL); // it may have closed the pipe and gone on
    try {
      LOG.warn(
          "the launcher of servers, process {}, has ended ({}); another one takes its place",
          process.pid(),
          process.await());
    } catch (InterruptedException | OsException e) {
      LOG.error("the launcher {} stays unreaped", process.pid(), e);
    }
  }
}
