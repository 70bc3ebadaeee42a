package org.jxinetd.shell.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.Signal;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jxinetd.console.RemoteConsole;
import org.jxinetd.shell.ssh.library.NarrowChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a client asked a channel for: one command, a console on a terminal, or lines without one. It
 * runs on a virtual thread of its own; the library's threads start and end it.
 */
final class Call implements Command {

  private static final Logger LOG = LoggerFactory.getLogger(Call.class);
  private static final Set<String> ENDS = Set.of("exit", "quit", "logout");
  private static final int CTRL_C = 3;

  private final Runner runner;
  private final Optional<String> line;
  private InputStream in;
  private OutputStream out;
  private OutputStream err;
  private ExitCallback exit;
  private Optional<Thread> thread = Optional.empty(); // guarded by this
  private Optional<RemoteConsole> console = Optional.empty(); // guarded by this
  private boolean ended; // guarded by this

  /**
   * @param line the command; empty for lines that are typed
   */
  Call(Runner runner, Optional<String> line) {
    this.runner = runner;
    this.line = line;
  }

  @Override
  public void setInputStream(InputStream stream) {
    in = stream;
  }

  @Override
  public void setOutputStream(OutputStream stream) {
    out = stream;
  }

  @Override
  public void setErrorStream(OutputStream stream) {
    err = stream;
  }

  @Override
  public void setExitCallback(ExitCallback callback) {
    exit = callback;
  }

  @Override
  public synchronized void start(ChannelSession channel, Environment environment) {
    NarrowChannel narrow = (NarrowChannel) channel;
    AuthorizedKey key = Visitors.member(narrow.getSession()).orElseThrow();
    String who = narrow.getSession().getRemoteAddress() + " (" + key.fingerprint() + ")";
    Optional<String> wanted = key.restrictions().command().or(() -> line);
    thread =
        Optional.of(
            Thread.ofVirtual()
                .name("ssh-call")
                .unstarted(() -> run(who, wanted, narrow.hasTerminal(), environment)));
    environment.addSignalListener(
        (_, _) -> interrupt(), Signal.INT, Signal.TERM, Signal.HUP, Signal.QUIT);
    thread.get().start();
  }

  /** The channel is closed, whoever closed it. */
  @Override
  public void destroy(ChannelSession channel) {
    Optional<RemoteConsole> open;
    synchronized (this) {
      ended = true;
      thread.ifPresent(Thread::interrupt);
      open = console;
    }
    open.ifPresent(Call::close);
  }

  private synchronized void interrupt() {
    if (console.isPresent()) {
      console.get().interrupt();
    } else {
      thread.ifPresent(Thread::interrupt);
    }
  }

  private void run(String who, Optional<String> wanted, boolean terminal, Environment environment) {
    int status = Runner.NO;
    try {
      if (wanted.isPresent()) {
        status = one(who, wanted.get(), terminal);
      } else {
        status = terminal ? typed(who, environment) : lines(who);
      }
    } catch (IOException gone) {
      LOG.debug("remote shell: {} is gone: {}", who, gone.getMessage());
    } catch (RuntimeException defect) {
      LOG.error("remote shell: serving {} failed", who, defect);
    } finally {
      exit.onExit(status);
    }
  }

  private int one(String who, String text, boolean terminal) throws IOException {
    Runner.Screen screen = new Runner.Screen(out, err, terminal ? "\r\n" : "\n", terminal);
    if (terminal) {
      Thread.ofVirtual().name("ssh-keys").start(this::awaitCtrlC);
    }
    return pass(who, text, screen);
  }

  /** A terminal of ours that is not read otherwise: ctrl-c is a byte like others. */
  private void awaitCtrlC() {
    try {
      int c = in.read();
      while (c >= 0) {
        if (c == CTRL_C) {
          interrupt();
        }
        c = in.read();
      }
    } catch (IOException ended) {
      LOG.debug("remote shell: no more keys: {}", ended.getMessage());
    }
  }

  private int typed(String who, Environment environment) throws IOException {
    Map<String, String> values = environment.getEnv();
    try (RemoteConsole open =
        new RemoteConsole(
            values.getOrDefault(Environment.ENV_TERM, ""),
            number(values.get(Environment.ENV_COLUMNS)),
            number(values.get(Environment.ENV_LINES)),
            in,
            out,
            (words, to, complaints) -> command(who, words, to, complaints))) {
      synchronized (this) {
        if (ended) {
          return Runner.NO;
        }
        console = Optional.of(open);
      }
      environment.addSignalListener(
          (_, _) ->
              open.resize(
                  number(values.get(Environment.ENV_COLUMNS)),
                  number(values.get(Environment.ENV_LINES))),
          Signal.WINCH);
      return open.run();
    }
  }

  private int command(String who, List<String> words, OutputStream to, OutputStream complaints) {
    try {
      return runner.run(who, words, new Runner.Screen(to, complaints, "\n", true));
    } catch (IOException gone) {
      LOG.debug("remote shell: {} is gone: {}", who, gone.getMessage());
      return Runner.NO;
    }
  }

  private static int number(String text) {
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  /** One command a line, until the end of input: for scripts. */
  private int lines(String who) throws IOException {
    Runner.Screen screen = new Runner.Screen(out, err, "\n", false);
    Lines read = new Lines(in);
    int status = 0;
    for (Optional<String> next = read.next(); next.isPresent(); next = read.next()) {
      String text = next.get().strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (ENDS.contains(text)) {
        return status;
      }
      status = pass(who, text, screen);
    }
    return status;
  }

  private int pass(String who, String text, Runner.Screen screen) throws IOException {
    List<String> words;
    try {
      words = Words.split(text);
    } catch (IllegalArgumentException wrong) {
      new ChannelOutput(screen.out(), screen.err(), screen.lineEnd(), false, () -> false)
          .complaint(wrong.getMessage());
      screen.err().flush();
      return Runner.USAGE;
    }
    return runner.run(who, words, screen);
  }

  private static void close(RemoteConsole console) {
    try {
      console.close();
    } catch (IOException gone) {
      LOG.debug("remote shell: closing a console: {}", gone.getMessage());
    }
  }
}
