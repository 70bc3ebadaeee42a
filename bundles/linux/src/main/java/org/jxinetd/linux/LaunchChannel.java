package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
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

  /** Starts that wait for their answer at a time; the launcher takes one after the other. */
  private static final int SLOTS = 32;

  private static final int ANSWER = 12;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** How the memory of a call is laid out: msghdr, three iovecs, a control message, the header. */
  private static final int IOVECS = 64;

  private static final int CONTROL = IOVECS + 3 * Layouts.IOVEC;
  private static final int HEADER = CONTROL + 24;
  private static final int EXTRA = HEADER + LaunchMessage.HEADER;

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

  /** A start that waits for its answer. */
  private static final class Ticket {
    final Thread waiter = Thread.currentThread();
    final long since = System.nanoTime();
    final int id;
    int pid; // published by state
    int errno; // published by state
    volatile State state = State.ASKED;

    Ticket(int id) {
      this.id = id;
    }

    void settle(State now) {
      state = now;
      LockSupport.unpark(waiter);
    }
  }

  private enum State {
    ASKED,
    ANSWERED,
    LOST,

    /** Neither answered nor certainly lost. */
    UNKNOWN
  }

  private final Child process;
  private final Fd socket;
  private final Fd answers;
  private final FailureReports reports;
  private final Semaphore places = new Semaphore(SLOTS);
  private final AtomicReferenceArray<Ticket> tickets = new AtomicReferenceArray<>(SLOTS);
  private final AtomicInteger turns = new AtomicInteger();
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
    places.acquireUninterruptibly();
    Ticket ticket = enter();
    try {
      if (!alive) {
        return new Lost(); // what was swept before the ticket was there
      }
      int errno = send(ticket.id, message, stdio, errors, extra);
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
      tickets.set(ticket.id % SLOTS, null);
      places.release();
    }
  }

  /** Takes a slot: there are as many as places. */
  private Ticket enter() {
    while (true) {
      int id = turns.getAndIncrement() & Integer.MAX_VALUE;
      Ticket ticket = new Ticket(id);
      if (tickets.compareAndSet(id % SLOTS, null, ticket)) {
        return ticket;
      }
    }
  }

  /** Without a time limit of its own: a timed wait costs two more switches of threads. */
  private Result await(Ticket ticket) throws OsException {
    watch();
    boolean interrupted = false;
    while (ticket.state == State.ASKED) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted(); // a child that is being started must not be lost
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return switch (ticket.state) {
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
        waiting = waiting() && watched.compareAndSet(false, true);
      }
    }
  }

  private boolean waiting() {
    for (int i = 0; i < SLOTS; i++) {
      if (tickets.get(i) != null) {
        return true;
      }
    }
    return false;
  }

  /** Ends a launcher that is late, and the wait for its end when that is late, too. */
  private boolean impatient(long now) {
    boolean waiting = false;
    for (int i = 0; i < SLOTS; i++) {
      Ticket ticket = tickets.get(i);
      if (ticket == null || ticket.state != State.ASKED) {
        continue;
      }
      waiting = true;
      long late = now - ticket.since - patience.toNanos();
      if (late > patience.toNanos()) {
        LOG.error("whether the launcher {} has started a server is not known", process.pid());
        ticket.settle(State.UNKNOWN);
      } else if (late > 0 && alive) {
        LOG.error("the launcher {} does not answer and is ended", process.pid());
        alive = false;
        process.signal(Signals.SIGKILL); // the pipe of answers ends, and so do the waits
      }
    }
    return waiting;
  }

  private Result result(Ticket ticket) throws OsException {
    if (ticket.errno == 0) {
      useful = true;
      return new Started(Child.of(ticket.pid, reports));
    }
    if (ticket.errno == Errno.EAGAIN || ticket.errno == Errno.ENOMEM) {
      throw new OsException("clone", "server", ticket.errno);
    }
    if (ticket.errno == Errno.EMFILE || ticket.errno == Errno.E2BIG) {
      LOG.debug("the launcher has no room: {}", Errno.text(ticket.errno));
      return new Busy();
    }
    LOG.error("the launcher {} may start nothing: {}", process.pid(), Errno.text(ticket.errno));
    alive = false;
    process.signal(Signals.SIGKILL);
    return new Lost();
  }

  /** One sendmsg(2); the error number, or 0. */
  private int send(int id, LaunchMessage message, int stdio, int errors, Map<String, String> extra)
      throws OsException {
    try (Scratch s = Scratch.borrow(socket)) {
      MemorySegment m = s.buffer;
      long end = extra(m, extra);
      long length = LaunchMessage.HEADER + message.body().byteSize() + (end - EXTRA);
      int words = message.words() + extra.size();
      if (end < 0 || length > LaunchMessage.LARGEST || words > LaunchMessage.MOST_WORDS) {
        return Errno.E2BIG;
      }
      m.asSlice(0, EXTRA).fill((byte) 0);
      MemorySegment.copy(message.header(), 0, m, HEADER, LaunchMessage.HEADER);
      m.set(ValueLayout.JAVA_INT, HEADER + LaunchMessage.ID, id);
      m.set(ValueLayout.JAVA_INT, HEADER + LaunchMessage.LENGTH, (int) length);
      int variables = message.variables() + extra.size();
      m.set(ValueLayout.JAVA_INT, HEADER + LaunchMessage.VARIABLES, variables);
      iovec(m, 0, m.asSlice(HEADER, LaunchMessage.HEADER));
      iovec(m, 1, message.body());
      iovec(m, 2, m.asSlice(EXTRA, end - EXTRA));
      int passed = stdio == errors ? 1 : 2;
      m.set(ValueLayout.JAVA_LONG, CONTROL, Layouts.CMSG_DATA + (long) Integer.BYTES * passed);
      m.set(ValueLayout.JAVA_INT, CONTROL + Layouts.CMSG_LEVEL, SOL_SOCKET);
      m.set(ValueLayout.JAVA_INT, CONTROL + Layouts.CMSG_TYPE, SCM_RIGHTS);
      m.set(ValueLayout.JAVA_INT, CONTROL + Layouts.CMSG_DATA, stdio);
      m.set(ValueLayout.JAVA_INT, CONTROL + Layouts.CMSG_DATA + Integer.BYTES, errors);
      m.set(ValueLayout.ADDRESS, Layouts.MSG_IOV, m.asSlice(IOVECS));
      m.set(ValueLayout.JAVA_LONG, Layouts.MSG_IOVLEN, 3);
      m.set(ValueLayout.ADDRESS, Layouts.MSG_CONTROL, m.asSlice(CONTROL));
      m.set(ValueLayout.JAVA_LONG, Layouts.MSG_CONTROLLEN, 24); // CMSG_SPACE of one or of two
      long sent;
      do {
        sent = (long) Libc.SENDMSG.invokeExact(s.capture, s.fd, m, MSG_DONTWAIT | MSG_NOSIGNAL);
      } while (sent < 0 && s.errno() == Errno.EINTR);
      return sent < 0 ? s.errno() : 0;
    } catch (OsException closed) {
      return Errno.EPIPE;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static void iovec(MemorySegment m, int index, MemorySegment part) {
    long at = IOVECS + (long) index * Layouts.IOVEC;
    m.set(ValueLayout.ADDRESS, at, part);
    m.set(ValueLayout.JAVA_LONG, at + Layouts.IOV_LEN, part.byteSize());
  }

  /** Writes the variables of one start; where they end, or -1 when there is no room for them. */
  private static long extra(MemorySegment m, Map<String, String> extra) {
    long at = EXTRA;
    for (Map.Entry<String, String> variable : extra.entrySet()) {
      byte[] text =
          (variable.getKey() + "=" + variable.getValue()).getBytes(StandardCharsets.UTF_8);
      if (text.length >= m.byteSize() - at) {
        return -1;
      }
      for (byte b : text) {
        if (b == 0) {
          throw new IllegalArgumentException("a NUL in variable " + variable.getKey());
        }
      }
      MemorySegment.copy(text, 0, m, ValueLayout.JAVA_BYTE, at, text.length);
      at += text.length;
      m.set(ValueLayout.JAVA_BYTE, at++, (byte) 0);
    }
    return at;
  }

  /** The thread that takes the answers, until nobody is left who could give one. */
  private void read() {
    try (Scratch s = Scratch.borrow(answers)) {
      MemorySegment some = s.buffer.asSlice(0, (long) ANSWER * SLOTS);
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
    Ticket ticket = id < 0 ? null : tickets.get(id % SLOTS);
    if (ticket == null || ticket.id != id || ticket.state != State.ASKED) {
      LOG.error(
          "the launcher {} answers {} {} {}, which nobody asked", process.pid(), id, pid, errno);
      if (pid > 0) {
        Thread.ofVirtual().name("reaper-" + pid).start(() -> end(pid));
      }
      return;
    }
    ticket.pid = pid;
    ticket.errno = errno;
    ticket.settle(State.ANSWERED);
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
    for (int i = 0; i < SLOTS; i++) {
      Ticket ticket = tickets.get(i);
      if (ticket != null && ticket.state == State.ASKED) {
        ticket.settle(State.LOST);
      }
    }
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
