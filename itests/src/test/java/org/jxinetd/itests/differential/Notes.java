package org.jxinetd.itests.differential;

import java.util.ArrayList;
import java.util.List;

/** What is seen of one of the two servers in one case. One thread at a time. */
final class Notes {
  private final Contender contender;
  private final Case one;
  private final List<String> seen = new ArrayList<>();

  Notes(Contender contender, Case one) {
    this.contender = contender;
    this.one = one;
  }

  /** Writes down what both servers are to agree on. */
  void see(String text) {
    seen.add(contender.sheet().normal(one, text));
  }

  /** A line as it came, with what cannot be printed spelled out. */
  void see(String head, String line) {
    StringBuilder out = new StringBuilder(head);
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      out.append(c < 32 || c > 126 ? String.format("\\x%02x", (int) c) : String.valueOf(c));
    }
    see(out.toString());
  }

  List<String> seen() {
    return seen;
  }

  int port(String name) {
    return contender.sheet().port(one, name);
  }

  static String unescape(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
  }
}
