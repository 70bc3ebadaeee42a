package org.jxinetd.access.libwrap;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jxinetd.linux.Child;
import org.jxinetd.linux.Command;
import org.jxinetd.linux.Credentials;
import org.jxinetd.linux.Exit;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Pipe;
import org.jxinetd.linux.Spawner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the commands of rules beside the daemon, as the user of the service: a few at a time, some
 * more wait, none runs for ever.
 */
final class Commands implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  private static final int RUNNING = 8;
  private static final int WAITING = 64;
  private static final int ASKED = 64;
  private static final String QUIET = "exec </dev/null >/dev/null 2>&1\n";

  private final Spawner spawner;
  private final Duration limit;
  private final Semaphore asked = new Semaphore(ASKED);
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          RUNNING,
          RUNNING,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("commands-", 0).daemon().factory());

  /**
   * @param limit after which a command is killed
   */
  Commands(Spawner spawner, Duration limit) {
    this.spawner = spawner;
    this.limit = limit;
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has a shell run a command, its input, output and errors at /dev/null. Nobody waits for its end.
   *
   * @return false when too many commands run and wait already
   */
  boolean start(String command, Credentials owner) {
    try {
      threads.execute(() -> run(command, owner, limit));
      return true;
    } catch (RejectedExecutionException full) {
      LOG.error("spawn: {} commands run and {} wait; not run: {}", RUNNING, WAITING, command);
      return false;
    }
  }

  /**
   * Runs a command and waits for it.
   *
   * @return whether it succeeded in time; empty when it could not be run
   */
  Optional<Boolean> ask(String command, Credentials owner, Duration patience) {
    if (!asked.tryAcquire()) {
      LOG.error("aclexec: {} commands run; not run: {}", ASKED, command);
      return Optional.empty();
    }
    try {
      return run(command, owner, patience);
    } finally {
      asked.release();
    }
  }

  private Optional<Boolean> run(String command, Credentials owner, Duration patience) {
    Optional<Boolean> success = Optional.empty();
    try {
      Child child = start(spawner.prepare(shell(command, owner)));
      try {
        Optional<Exit> exit = child.await(patience);
        if (exit.isEmpty()) {
          LOG.warn("killed after {} s: {}", patience.toSeconds(), command);
          child.killGroup();
          Exit killed = child.await();
          LOG.debug("{}: {}", command, killed);
        } else {
          success = Optional.of(exit.get().equals(new Exit.Exited(0)));
        }
      } catch (InterruptedException stopping) {
        child.killGroup();
        Thread.currentThread().interrupt();
      }
    } catch (OsException e) {
      LOG.error("cannot run {}: {}", command, e.getMessage());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
    return success;
  }

  /** The shell needs some descriptor until it has opened its own. */
  private static Child start(Spawner.Prepared command) throws OsException, InterruptedException {
    Pipe pipe = Pipe.open();
    try (Fd read = pipe.read();
        Fd write = pipe.write()) {
      assert write.isOpen();
      return command.spawn(read.number(), Map.of());
    }
  }

  private static Command shell(String command, Credentials owner) {
    return new Command(
        "/bin/sh",
        List.of("sh", "-c", QUIET + command),
        System.getenv().entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList(),
        owner,
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
