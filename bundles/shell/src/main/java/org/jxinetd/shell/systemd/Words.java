package org.jxinetd.shell.systemd;

/** Text as systemd.syntax(7) wants it. */
final class Words {

  private Words() {}

  /** One word of a command line or of Environment=. */
  static String quoted(String word) {
    StringBuilder out = new StringBuilder();
    boolean plain = !word.isEmpty();
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      plain &= c > ' ' && c != '"' && c != '\'' && c != '\\' && c != ';' && c != 127;
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '%' -> out.append("%%");
        case '$' -> out.append("$$");
        default -> {
          if (Character.isISOControl(c)) {
            out.append(String.format("\\x%02x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return plain ? out.toString() : "\"" + out + "\"";
  }

  /** A variable's assignment: dollars mean nothing there. */
  static String assignment(String word) {
    return quoted(word).replace("$$", "$");
  }

  /** A path in a setting that expands specifiers only. */
  static String path(String path) {
    return path.replace("%", "%%");
  }

  /** A unit's name from an id, as systemd-escape(1) makes it. */
  static String unit(String id) {
    StringBuilder out = new StringBuilder();
    for (byte b : id.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean fine =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '_'
              || c == ':'
              || c == '-'
              || (c == '.' && out.length() > 0);
      out.append(fine ? String.valueOf(c) : String.format("\\x%02x", (int) c));
    }
    return out.toString();
  }
}
