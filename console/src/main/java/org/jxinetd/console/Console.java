package org.jxinetd.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.SyntaxError;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jxinetd.host.control.Xinetctl;

/** Reads command lines on a terminal and passes them to the server, until the end of input. */
public final class Console {

  private static final Set<String> ENDS = Set.of("exit", "quit", "logout");
  private static final int HISTORY_LINES = 1_000;

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

  /** The arguments of xinetctl before the command: {@code -control PATH} or none. */
  public static void main(String[] arguments) throws IOException {
    List<String> before = Arrays.asList(arguments);
    Server server =
        (words, out, err) -> {
          List<String> all = new ArrayList<>(before);
          all.addAll(words);
          return Xinetctl.run(all.toArray(String[]::new), out, err);
        };
    int status;
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      status = new Console(terminal, server, historyFile()).run();
    }
    System.exit(status);
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
      } catch (EndOfFileException end) {
        return status;
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
      int status = server.run(words, out, out);
      terminal.flush();
      return status;
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
      Thread.interrupted();
    }
  }

  /** Private to the user: what was typed may name clients. */
  private static Optional<Path> historyFile() {
    String state = System.getenv("XDG_STATE_HOME");
    Path base =
        state != null && !state.isEmpty()
            ? Path.of(state)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    Path file = base.resolve("xinetd").resolve("xinetctl_history");
    try {
      Files.createDirectories(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Optional.of(file);
    } catch (FileAlreadyExistsException usual) {
      return Optional.of(file);
    } catch (IOException noHistory) {
      System.err.println("xinetctl: no history is kept: " + noHistory);
      return Optional.empty();
    }
  }
}
