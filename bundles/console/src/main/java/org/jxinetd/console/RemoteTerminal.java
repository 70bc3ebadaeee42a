package org.jxinetd.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jline.terminal.Size;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.InfoCmp;

/**
 * A terminal at the other end of two streams. Its capabilities come from the tables inside JLine:
 * no program is run to look up a name that a stranger chose.
 */
final class RemoteTerminal extends ExternalTerminal {

  /** What JLine has tables for, as far as it makes sense here. */
  private static final Set<String> KNOWN =
      Set.of(
          "ansi",
          "dumb",
          "rxvt",
          "rxvt-unicode",
          "rxvt-unicode-256color",
          "screen",
          "screen-256color",
          "xterm",
          "xterm-256color");

  private static final int MOST = 1_000;

  RemoteTerminal(String type, InputStream keys, OutputStream screen) throws IOException {
    super("remote", known(type), keys, screen, StandardCharsets.UTF_8);
    resume();
  }

  /**
   * The nearest type that there is a table for; nearly every terminal understands xterm's words.
   */
  static String known(String type) {
    if (KNOWN.contains(type)) {
      return type;
    }
    if (type.isEmpty() || type.startsWith("dumb")) {
      return "dumb";
    }
    return type.startsWith("tmux") || type.startsWith("screen") ? "screen-256color" : "xterm";
  }

  /** A size that can be drawn, whatever the other end says. */
  static Size size(int columns, int rows) {
    return new Size(
        columns <= 0 ? 80 : Math.min(columns, MOST), rows <= 0 ? 24 : Math.min(rows, MOST));
  }

  @Override
  protected void parseInfoCmp() {
    InfoCmp.parseInfoCmp(InfoCmp.getDefaultInfoCmp(getType()), bools, ints, strings);
  }
}
