package org.jxinetd.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jline.terminal.Terminal;

/**
 * A console for somebody whose terminal is at the other end of two streams. The history lives as
 * long as the console. {@link #run} belongs to one thread; the rest may be called by any.
 */
public final class RemoteConsole implements AutoCloseable {

  private final RemoteTerminal terminal;
  private final Server server;

  /**
   * Makes a console.
   *
   * @param type what the terminal calls itself, such as {@code xterm-256color}; not trusted
   * @param columns of its window; not trusted, like the rows
   * @param keys what is typed; its end ends the console
   * @param screen what is shown
   */
  public RemoteConsole(
      String type, int columns, int rows, InputStream keys, OutputStream screen, Server server)
      throws IOException {
    this.server = server;
    terminal = new RemoteTerminal(type, new ShortLines(keys), screen);
    resize(columns, rows);
  }

  /**
   * Reads and runs lines until the end of input.
   *
   * @return the exit status of the last command
   */
  public int run() {
    int status = new Console(terminal, server, Optional.empty()).run();
    terminal.flush();
    return status;
  }

  /** The window has another size now. */
  public void resize(int columns, int rows) {
    terminal.setSize(RemoteTerminal.size(columns, rows));
    terminal.raise(Terminal.Signal.WINCH);
  }

  /** Like ctrl-c. */
  public void interrupt() {
    terminal.raise(Terminal.Signal.INT);
  }

  @Override
  public void close() throws IOException {
    terminal.close();
  }
}
