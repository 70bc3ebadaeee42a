package org.jxinetd.access.libwrap;

import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the commands of {@code spawn} beside the daemon: a few at a time, some more wait, none runs
 * for ever. Nobody waits for their end, as if each stood before an ampersand.
 */
final class Commands implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
  private static final int RUNNING = 8;
  private static final int WAITING = 64;

  private final Duration limit;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          RUNNING,
          RUNNING,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("spawn-", 0).daemon().factory());

  /**
   * @param limit after which a command is killed
   */
  Commands(Duration limit) {
    this.limit = limit;
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has a shell run a command, its input, output and errors at /dev/null.
   *
   * @return false when too many commands run and wait already
   */
  boolean start(String command) {
    try {
      threads.execute(() -> run(command));
      return true;
    } catch (RejectedExecutionException full) {
      LOG.error("spawn: {} commands run and {} wait; not run: {}", RUNNING, WAITING, command);
      return false;
    }
  }

  private void run(String command) {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-c", command)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = builder.start();
      try {
        if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
          LOG.warn("spawn: killed after {} s: {}", limit.toSeconds(), command);
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      LOG.error("spawn: cannot run {}: {}", command, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
