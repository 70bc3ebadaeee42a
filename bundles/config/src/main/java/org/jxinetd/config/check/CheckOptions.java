package org.jxinetd.config.check;

import java.util.Optional;
import java.util.Set;

/**
 * The command line of {@code xinetd -check}. Options of the daemon are taken and ignored, so that
 * {@code -check} can be put in front of a command line that is in use.
 *
 * @param file main configuration file
 * @param inetdCompat whether /etc/inetd.conf is read as well
 * @param strict whether warnings make the exit status 1
 */
record CheckOptions(
    String file,
    boolean strict,
    boolean json,
    boolean dump,
    boolean nolibwrap,
    boolean inetdCompat,
    boolean colours) {

  static final String USAGE =
      "Usage: xinetd -check [-f config_file] [-strict] [-json] [-dump] [-nolibwrap]"
          + " [-inetd_compat]";

  private static final Set<String> IGNORED =
      Set.of("-check", "-d", "-reuse", "-stayalive", "-dontfork", "-version", "-watch");
  private static final Set<String> IGNORED_WITH_ARGUMENT =
      Set.of(
          "-filelog",
          "-syslog",
          "-limit",
          "-pidfile",
          "-logprocs",
          "-shutdownprocs",
          "-cc",
          "-statedir",
          "-control",
          "-signals");

  /**
   * Reads a command line.
   *
   * @param colours whether the output goes to a terminal
   * @return empty when it is not understood
   */
  static Optional<CheckOptions> parse(boolean colours, String... words) {
    String file = "/etc/xinetd.conf";
    boolean strict = false;
    boolean json = false;
    boolean dump = false;
    boolean nolibwrap = false;
    boolean inetdCompat = false;
    for (int i = 0; i < words.length; i++) {
      switch (words[i]) {
        case "-strict" -> strict = true;
        case "-json" -> json = true;
        case "-dump" -> dump = true;
        case "-inetd_compat" -> inetdCompat = true;
        case "-nolibwrap" -> nolibwrap = true;
        case "-f" -> {
          if (++i == words.length || words[i].isEmpty()) {
            return Optional.empty();
          }
          file = words[i];
        }
        default -> {
          if (IGNORED_WITH_ARGUMENT.contains(words[i])) {
            if (++i == words.length) {
              return Optional.empty();
            }
          } else if (!IGNORED.contains(words[i])) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.of(new CheckOptions(file, strict, json, dump, nolibwrap, inetdCompat, colours));
  }
}
