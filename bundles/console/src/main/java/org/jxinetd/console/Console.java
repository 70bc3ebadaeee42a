package org.jxinetd.console;

import java.io.FilterOutputStream;
import java.io.IOError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.SyntaxError;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/** Reads command lines on a terminal and passes them to the server, until the end of input. */
final class Console {

  private static final Set<String> ENDS = Set.of("exit", "quit", "logout");
  private static final int HISTORY_LINES = 1_000;

  /** What a shell shows for a program that ctrl-c has ended. */
  private static final int INTERRUPTED = 130;

  private final Terminal terminal;
  private final Server server;
  private final LineReader reader;

  Console(Terminal terminal, Server server, Optional<Path> history) {
    this.terminal = terminal;
    this.server = server;
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("xinetctl")
            .completer(new Suggestions(server))
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES);
    history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
    reader = builder.build();
  }

  /**
   * Reads and runs lines.
   *
   * @return the exit status of the last command
   */
  int run() {
    int status = 0;
    while (true) {
      List<String> words;
      try {
        reader.readLine(prompt(status));
        words = reader.getParsedLine().words().stream().filter(word -> !word.isEmpty()).toList();
      } catch (UserInterruptException cleared) {
        continue;
      } catch (EndOfFileException | IOError end) {
        return status; // an IOError is a terminal that is gone
      } catch (SyntaxError unclosed) {
        terminal.writer().println(unclosed.getMessage());
        continue;
      }
      if (words.isEmpty()) {
        continue;
      }
      if (ENDS.contains(words.getFirst())) {
        return status;
      }
      status = pass(words);
    }
  }

  static String prompt(int status) {
    return status == 0 ? "xinetd> " : "[" + status + "] xinetd> ";
  }

  /** Ctrl-c ends the command, not the console. */
  private int pass(List<String> words) {
    Thread self = Thread.currentThread();
    Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, _ -> self.interrupt());
    try {
      OutputStream out = terminal.output();
      int status = server.run(words, out, new Complaints(out));
      if (Thread.interrupted() || status == INTERRUPTED) {
        terminal.writer().println(); // behind the ^C that the terminal shows
        status = INTERRUPTED;
      }
      terminal.flush();
      return status;
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      Thread.interrupted();
    }
  }

  /** What is wrong because somebody pressed ctrl-c is what was wanted. */
  private static final class Complaints extends FilterOutputStream {
    Complaints(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (!Thread.currentThread().isInterrupted()) {
        out.write(bytes, from, length);
      }
    }
  }
}
