package org.jxinetd.access.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line {@code hosts:} of nsswitch.conf(5): in which order the hosts file and DNS are asked.
 * {@code resolve} stands for DNS; other sources are passed over, since they name only hosts nearby.
 */
final class NameSwitch {

  /** A place where names are found. */
  enum Source {
    FILES,
    DNS
  }

  private static final List<Source> USUAL = List.of(Source.FILES, Source.DNS);
  private static final Pattern WORD = Pattern.compile("\\[([^\\]]*)\\]|([^\\s\\[]+)");

  private final Reread<List<Source>> file;

  NameSwitch(Path path, LongSupplier nanoTime) {
    this.file = new Reread<>(path, NameSwitch::read, nanoTime);
  }

  List<Source> order() {
    return file.current();
  }

  private static List<Source> read(List<String> lines) {
    for (String line : lines) {
      int comment = line.indexOf('#');
      String text = (comment < 0 ? line : line.substring(0, comment)).strip();
      if (text.toLowerCase(Locale.ROOT).startsWith("hosts:")) {
        return order(text.substring("hosts:".length()));
      }
    }
    return USUAL;
  }

  private static List<Source> order(String text) {
    List<Source> order = new ArrayList<>();
    Optional<Source> last = Optional.empty();
    Matcher words = WORD.matcher(text);
    while (words.find()) {
      if (words.group(1) == null) {
        last = source(words.group(2).toLowerCase(Locale.ROOT));
        last.filter(source -> !order.contains(source)).ifPresent(order::add);
      } else if (last.isPresent() && endsSearch(words.group(1).toUpperCase(Locale.ROOT))) {
        break;
      }
    }
    return List.copyOf(order);
  }

  private static Optional<Source> source(String word) {
    return switch (word) {
      case "files" -> Optional.of(Source.FILES);
      case "dns", "resolve" -> Optional.of(Source.DNS);
      default -> Optional.empty();
    };
  }

  private static boolean endsSearch(String action) {
    String plain = action.replace(" ", "");
    return plain.contains("NOTFOUND=RETURN") && !plain.contains("!NOTFOUND");
  }
}
