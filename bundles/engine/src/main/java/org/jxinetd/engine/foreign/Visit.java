package org.jxinetd.engine.foreign;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.linux.Fd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client with a handler of another bundle. The handler runs on a thread of its bundle's, the
 * session waits here and watches it. A session may last as long as it likes; but its server has to
 * be {@linkplain Exchange#started started} soon, it must not compute on and on without a word to
 * its client, and it has to end when it is told to. A handler that does otherwise is told to end,
 * left alone with its thread when it does not, and its bundle is quarantined.
 */
final class Visit implements Exchange, Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(Visit.class);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /**
   * What a handler may take.
   *
   * @param start until it says that its server runs
   * @param compute processor time without reading, writing or asking anything; of all sessions of
   *     the bundle that are so silent
   * @param end after it was told to end
   * @param look how often all that is looked at
   */
  record Limits(Duration start, Duration compute, Duration end, Duration look) {
    static final Limits STANDARD =
        new Limits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1));
  }

  /** A session with less of its bundle's silent computing than this part is not blamed for it. */
  private static final int PART = 16;

  private final Ward ward;
  private final Handler handler;
  private final Exchange exchange;
  private final Limits limits;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final GuardedConnection.Life life = new GuardedConnection.Life();

  // written by the handler's thread before it has ended, read by the session's afterwards
  private Outcome outcome;
  private Throwable thrown;

  private volatile Thread thread; // null before and after
  private volatile long clockNanos = System.nanoTime(); // since when it could have started a server
  private volatile boolean retrying;
  private volatile long silentNanos; // processor time since the last word
  private volatile boolean told; // to end at once
  private volatile long toldAtNanos;

  // guarded by this
  private boolean over;
  private Running server; // null until started
  private Fd.Hold hold; // null until the handler has asked for the descriptor

  Visit(Ward ward, Handler handler, Exchange exchange, Limits limits) {
    this.ward = ward;
    this.handler = handler;
    this.exchange = exchange;
    this.limits = limits;
  }

  // ---- the session's thread

  Outcome serve() throws IOException, InterruptedException {
    if (ward.quarantined().isPresent()) {
      return new Outcome.NotStarted(Reason.UNAVAILABLE);
    }
    if (!ward.begin(this)) {
      LOG.error(
          "service {}: bundle {} serves {} clients, which is as many as it may",
          exchange.request().service().id(),
          ward.bundle(),
          Ward.VISITS);
      return new Outcome.NotStarted(Reason.FORK);
    }
    try {
      if (!watch()) {
        return abandoned();
      }
    } finally {
      ward.ended(this);
    }
    if (thrown == null && outcome != null) {
      return outcome;
    }
    return failed();
  }

  private Outcome failed() throws IOException, InterruptedException {
    switch (thrown) {
      case null -> ward.quarantine("has served a client without an outcome");
      case IOException e -> {
        if (!told) {
          throw e;
        }
      }
      case InterruptedException e -> {
        if (!told) {
          throw e;
        }
      }
      default -> ward.failed("serve a client", thrown);
    }
    return isStarted() ? new Outcome.Served() : new Outcome.NotStarted(Reason.FORK);
  }

  /** True when the handler has ended, false when it does not although it was told to. */
  private boolean watch() {
    long computedNanos = 0;
    boolean interrupted = false;
    try {
      while (true) {
        long now = System.nanoTime();
        long wait = limits.look().toNanos();
        if (told) {
          wait = limits.end().toNanos() - (now - toldAtNanos);
          if (wait <= 0) {
            return false;
          }
        } else {
          computedNanos = check(computedNanos, now);
        }
        try {
          if (ended.await(wait, TimeUnit.NANOSECONDS)) {
            return true;
          }
        } catch (InterruptedException e) {
          interrupted = true;
          kill();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends a session that has gone wrong; returns the processor time up to its last word. */
  private long check(long computedNanos, long nowNanos) {
    if (!isStarted() && !retrying && nowNanos - clockNanos > limits.start().toNanos()) {
      ward.quarantine("has not started a server within " + Ward.said(limits.start()));
      kill();
      return computedNanos;
    }
    Thread worker = thread;
    if (worker == null) {
      return computedNanos;
    }
    long used = THREADS.getThreadCpuTime(worker.threadId());
    if (used < 0 || life.hasSpoken()) {
      silentNanos = 0;
      return Math.max(0, used);
    }
    silentNanos = used - computedNanos;
    // several share one processor: what each of them gets is less than what they take together
    long most = limits.compute().toNanos();
    if (silentNanos > most / PART && ward.silentNanos() > most) {
      ward.quarantine(
          "has computed for " + Ward.said(limits.compute()) + " without a word to its client");
      kill();
    }
    return computedNanos;
  }

  private Outcome abandoned() {
    Thread stuck = thread;
    boolean started;
    synchronized (this) {
      over = true;
      started = server != null;
    }
    life.end();
    ward.quarantine(
        "did not end a session within " + Ward.said(limits.end()) + " of being told to");
    WardThreads.demote(stuck);
    return started ? new Outcome.Served() : new Outcome.NotStarted(Reason.FORK);
  }

  private synchronized boolean isStarted() {
    return server != null;
  }

  // ---- any thread

  /** Processor time since the handler has last read, written or asked anything. */
  long silentNanos() {
    return silentNanos;
  }

  /** Ends the session now: interrupts the handler and shuts the client's connection down. */
  private void kill() {
    synchronized (this) {
      if (!told) {
        toldAtNanos = System.nanoTime();
        told = true;
      }
      if (thread != null) {
        thread.interrupt(); // it cannot have gone on to another client
      }
    }
    try {
      exchange.connection().close();
    } catch (IllegalStateException none) {
      LOG.debug("service {} has no connection to close", exchange.request().service().id());
    }
  }

  /** The bundle is gone: its sessions have to end. */
  void expel() {
    Running now;
    synchronized (this) {
      now = server;
    }
    if (now == null) {
      kill();
    } else {
      now.kill();
    }
  }

  // ---- the handler's thread

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      if (told) {
        throw new InterruptedException();
      }
      outcome = handler.serve(this);
    } catch (Throwable e) { // whatever it is, the session ends and says so
      thrown = e;
    } finally {
      synchronized (this) {
        thread = null;
        over = true;
        if (hold != null) {
          hold.close();
        }
      }
      boolean unused = Thread.interrupted();
      ended.countDown();
      ward.countLeftBehind();
    }
  }

  @Override
  public Request request() {
    life.speak();
    return exchange.request();
  }

  @Override
  public SpawnChanges changes() {
    life.speak();
    return exchange.changes();
  }

  @Override
  public synchronized int descriptor() {
    life.speak();
    checkGoesOn();
    if (hold == null && exchange instanceof HeldDescriptor held) {
      hold = held.hold();
    }
    return exchange.descriptor();
  }

  @Override
  public Connection connection() {
    return new GuardedConnection(exchange.connection(), life);
  }

  @Override
  public void started(Running running) {
    life.speak();
    Running guarded = new GuardedRunning(running, running.pid());
    synchronized (this) {
      checkGoesOn();
      exchange.started(guarded);
      server = guarded;
    }
  }

  @Override
  public boolean retrying(Duration pause) throws InterruptedException {
    life.speak();
    retrying = true;
    try {
      return exchange.retrying(pause);
    } finally {
      clockNanos = System.nanoTime();
      retrying = false;
    }
  }

  @Override
  public void timedOut() {
    exchange.timedOut();
  }

  private void checkGoesOn() {
    if (over) {
      throw new IllegalStateException("the session is over");
    }
  }

  /** Asks the bundle's server without waiting for it; ends the session itself when it must. */
  private final class GuardedRunning implements Running {
    private final Running running;
    private final long pid;

    GuardedRunning(Running running, long pid) {
      this.running = running;
      this.pid = pid;
    }

    @Override
    public long pid() {
      return pid;
    }

    @Override
    public void terminate() {
      ward.send("end a session", running::terminate);
    }

    @Override
    public void kill() {
      ward.send("end a session", running::kill);
      Visit.this.kill();
    }
  }
}
