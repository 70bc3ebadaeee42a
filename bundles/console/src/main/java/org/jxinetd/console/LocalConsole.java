package org.jxinetd.console;

import java.io.FilterOutputStream;
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
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jxinetd.host.control.Xinetctl;

/** The program behind xinetctl without a command: the terminal that this process stands on. */
public final class LocalConsole {

  private LocalConsole() {}

  /** The arguments of xinetctl before the command: {@code -control PATH} or none. */
  public static void main(String[] arguments) throws IOException {
    List<String> before = Arrays.asList(arguments);
    Server server =
        (words, out, err) -> {
          List<String> all = new ArrayList<>(before);
          all.addAll(words);
          return Xinetctl.run(all.toArray(String[]::new), new AtOnce(out), new AtOnce(err));
        };
    int status;
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      Size size = terminal.getSize();
      if (size.getColumns() <= 0 || size.getRows() <= 0) {
        terminal.setSize(new Size(80, 24)); // a serial line does not know
      }
      status = new Console(terminal, server, historyFile()).run();
    }
    System.exit(status);
  }

  /** Shows each part of an answer when it comes: the terminal keeps it back otherwise. */
  private static final class AtOnce extends FilterOutputStream {
    AtOnce(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
      out.flush();
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
