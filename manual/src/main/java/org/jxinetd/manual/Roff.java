package org.jxinetd.manual;

/** Text and requests in the language of man(7). */
final class Roff {

  private final StringBuilder out = new StringBuilder();

  /** A request on a line of its own. */
  void request(String request) {
    endLine();
    out.append(request).append('\n');
  }

  /** A request with one argument, which may hold anything. */
  void request(String request, String argument) {
    request(request + " \"" + escape(argument, true).replace("\"", "\\(dq") + "\"");
  }

  /** Escaped text with font changes; a line that would be taken for a request is protected. */
  void text(String formatted) {
    for (String line : formatted.split("\n", -1)) {
      String stripped = line.strip();
      if (!stripped.isEmpty()) {
        if (out.isEmpty() || out.charAt(out.length() - 1) == '\n') {
          out.append(protect(stripped));
        } else {
          out.append(stripped);
        }
        out.append('\n');
      }
    }
  }

  /** Lines as they are. */
  void literal(String text) {
    for (String line : text.stripTrailing().split("\n", -1)) {
      out.append(protect(escape(line, true))).append('\n');
    }
  }

  private void endLine() {
    if (!out.isEmpty() && out.charAt(out.length() - 1) != '\n') {
      out.append('\n');
    }
  }

  static String protect(String line) {
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  /**
   * Plain text for roff.
   *
   * @param literal whether hyphens and quotes are meant to be typed
   */
  static String escape(String text, boolean literal) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append(literal ? "\\-" : "-");
                case '\'' -> escaped.append(literal ? "\\(aq" : "'");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                case '\t' -> escaped.append("        ");
                default -> {
                  if (c > 126) {
                    escaped.append(String.format("\\[u%04X]", c));
                  } else {
                    escaped.appendCodePoint(c);
                  }
                }
              }
            });
    return escaped.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
