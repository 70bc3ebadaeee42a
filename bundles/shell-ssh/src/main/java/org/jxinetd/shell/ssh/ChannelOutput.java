package org.jxinetd.shell.ssh;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import org.jxinetd.api.service.Commands;

/** What a command says, on the client's two streams. One thread. */
final class ChannelOutput implements Commands.Output {

  private static final String CLEAR = "\u001b[H\u001b[2J";

  private final OutputStream out;
  private final OutputStream err;
  private final String lineEnd;
  private final boolean terminal;
  private final BooleanSupplier streams;
  private OutputStream last;

  /**
   * @param lineEnd what a line ends with
   * @param terminal whether what is shown can be cleared
   * @param streams asked by a command that goes on without an end
   */
  ChannelOutput(
      OutputStream out,
      OutputStream err,
      String lineEnd,
      boolean terminal,
      BooleanSupplier streams) {
    this.out = out;
    this.err = err;
    this.lineEnd = lineEnd;
    this.terminal = terminal;
    this.streams = streams;
    this.last = out;
  }

  @Override
  public void line(String text) throws IOException {
    write(out, text + lineEnd);
  }

  @Override
  public void complaint(String text) throws IOException {
    write(err, text + lineEnd);
  }

  /** In the order in which they were written, as far as one stream ends before the other begins. */
  private void write(OutputStream to, String text) throws IOException {
    if (to != last) {
      last.flush();
      last = to;
    }
    to.write(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public boolean stream() {
    return streams.getAsBoolean();
  }

  @Override
  public void page() throws IOException {
    if (terminal) {
      write(out, CLEAR);
    }
  }

  @Override
  public void flush() throws IOException {
    out.flush();
    err.flush();
  }
}
