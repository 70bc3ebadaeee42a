package org.jxinetd.shell.gogo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jxinetd.shell.command.Output;

/** Cuts a stream into lines. Bounded: a longer line is broken, the rest of a flood is left out. */
final class LinesOfOutput extends OutputStream {

  private static final int LONGEST = 8 * 1024;
  private static final int MOST_BYTES = 4 << 20;

  private final Output out;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int bytes;

  LinesOfOutput(Output out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    if (++bytes > MOST_BYTES) {
      if (bytes == MOST_BYTES + 1) {
        out.complaint("more than " + MOST_BYTES + " bytes: the rest is left out");
      }
      bytes = MOST_BYTES + 1;
      return;
    }
    if (b == '\n' || line.size() == LONGEST) {
      out.line(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
    if (b != '\n') {
      line.write(b);
    }
  }

  /** What is left without a line end. */
  void end() throws IOException {
    if (line.size() > 0) {
      out.line(line.toString(StandardCharsets.UTF_8));
      line.reset();
    }
  }
}
