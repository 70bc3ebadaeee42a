package org.jxinetd.access.host;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The one form in which names are compared: ASCII, lower case, no dot at the end. */
final class HostName {

  private static final int LONGEST = 253;
  private static final Pattern NAME =
      Pattern.compile(
          "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*");
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]*|.*(^|\\.)(0x[0-9a-f]*|[0-9]+)");

  private HostName() {}

  /**
   * Reads a name.
   *
   * @return empty for what is no host name, and for what some programs would take for an address
   */
  static Optional<String> of(String text) {
    if (text.isEmpty() || text.length() > 2 * LONGEST) {
      return Optional.empty();
    }
    String ascii;
    try {
      ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
    String name = ascii.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    boolean good =
        name.length() <= LONGEST
            && NAME.matcher(name).matches()
            && !NUMBERS.matcher(name).matches();
    return good ? Optional.of(name) : Optional.empty();
  }
}
