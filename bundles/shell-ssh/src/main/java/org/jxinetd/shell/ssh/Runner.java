package org.jxinetd.shell.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jxinetd.api.service.Commands;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the commands of xinetctl, as long as their bundle is there. Any thread. */
final class Runner {

  /** What a shell ends with when a program is interrupted. */
  static final int INTERRUPTED = 130;

  static final int NO = 1;
  static final int USAGE = 64;

  /** Asks what TAB offers: nothing that somebody did. */
  private static final String COMPLETE = "complete";

  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

  private final Supplier<Optional<Commands>> commands;
  private final Semaphore streams;

  /**
   * @param streams how many commands may go on without an end at a time
   */
  Runner(Supplier<Optional<Commands>> commands, int streams) {
    this.commands = commands;
    this.streams = new Semaphore(streams);
  }

  /** Where a command writes. */
  record Screen(OutputStream out, OutputStream err, String lineEnd, boolean terminal) {}

  /**
   * Runs one command to its end; interrupting the thread ends it.
   *
   * @param who is noted in the log
   * @return its exit status
   * @throws IOException when the client is gone
   */
  int run(String who, List<String> words, Screen screen) throws IOException {
    AtomicBoolean streaming = new AtomicBoolean();
    ChannelOutput output =
        new ChannelOutput(
            screen.out(),
            screen.err(),
            screen.lineEnd(),
            screen.terminal(),
            () -> streaming.get() || (streams.tryAcquire() && !streaming.getAndSet(true)));
    try {
      int status = run(who, words, output);
      output.flush();
      return status;
    } finally {
      if (streaming.get()) {
        streams.release();
      }
    }
  }

  private int run(String who, List<String> words, ChannelOutput output) throws IOException {
    Optional<Commands> now = commands.get();
    if (now.isEmpty()) {
      output.complaint("there are no commands here (is the shell bundle started?)");
      return NO;
    }
    if (!words.isEmpty() && !words.getFirst().equals(COMPLETE)) {
      LOG.info("remote shell: {} runs {}", who, Words.shown(String.join(" ", words)));
    }
    try {
      return now.get().run(words, output);
    } catch (InterruptedException ended) {
      return INTERRUPTED;
    } catch (RuntimeException defect) {
      LOG.error("remote shell: command {} failed", Words.shown(words.getFirst()), defect);
      output.complaint(
          "the command failed by a defect of jxinetd; the daemon's log has the details");
      return NO;
    }
  }
}
