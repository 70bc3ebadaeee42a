package org.jxinetd.access.libwrap;

import java.util.Optional;

/** The {@code %} expansions of hosts_access(5) for one visit. */
record Expansion(Visit visit) {

  private static final int MAX_LENGTH = 8192;
  private static final String LETTERS = "aAcdhHnNprRsu%";
  private static final String HARMLESS = "!@%-_=+:,./";

  /** Letters behind a {@code %} that have no meaning; they expand to nothing. */
  static String unrecognized(String template) {
    StringBuilder unknown = new StringBuilder();
    for (int i = template.indexOf('%'); i >= 0; i = template.indexOf('%', i + 2)) {
      char letter = i + 1 < template.length() ? template.charAt(i + 1) : ' ';
      if (LETTERS.indexOf(letter) < 0) {
        unknown.append('%').append(letter);
      }
    }
    return unknown.toString();
  }

  /** Fills a template in; what a shell might take for itself becomes an underscore. */
  String expand(String template) throws Undecidable {
    return expandAsIs(template).strip();
  }

  /** The same with the blanks at both ends. */
  String expandAsIs(String template) throws Undecidable {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c != '%') {
        out.append(c);
      } else if (++i < template.length()) {
        out.append(template.charAt(i) == '%' ? "%" : harmless(value(template.charAt(i))));
      }
    }
    if (out.length() > MAX_LENGTH) {
      throw new Undecidable("an expansion is longer than " + MAX_LENGTH + " characters");
    }
    return out.toString();
  }

  private String value(char letter) throws Undecidable {
    return switch (letter) {
      case 'a' -> visit.client().addressText();
      case 'A' -> visit.server().addressText();
      case 'c' -> client();
      case 'd' -> visit.daemon();
      case 'h' -> visit.client().info();
      case 'H' -> visit.server().info();
      case 'n' -> visit.client().name().text();
      case 'N' -> visit.server().name().text();
      case 'p' -> Long.toString(ProcessHandle.current().pid());
      case 'r' -> Integer.toString(visit.client().port());
      case 'R' -> Integer.toString(visit.server().port());
      case 's' -> server();
      case 'u' -> visit.user();
      default -> "";
    };
  }

  private String client() throws Undecidable {
    boolean known = !visit.user().equals(TextPattern.UNKNOWN);
    return known ? visit.user() + "@" + visit.client().info() : visit.client().info();
  }

  private String server() throws Undecidable {
    Optional<String> info =
        Optional.of(visit.server().info()).filter(text -> !text.equals(TextPattern.UNKNOWN));
    return info.map(text -> visit.daemon() + "@" + text).orElse(visit.daemon());
  }

  private static String harmless(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      out.append(plain || HARMLESS.indexOf(c) >= 0 ? c : '_');
    }
    return out.toString();
  }
}
