package org.jxinetd.config.language;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.api.service.Token;

/** Values that are words out of a set, or words of a form. */
final class Words {

  private Words() {}

  static ValueCheck yesNo(String attribute) {
    return Numbers.each(
        (word, faults) -> {
          if (!word.text().equalsIgnoreCase("yes") && !word.text().equalsIgnoreCase("no")) {
            faults.error(word, "Bad value for " + attribute + ": " + word.text());
          }
        });
  }

  private static ValueCheck known(String message, Predicate<String> isKnown) {
    return Numbers.each(
        (word, faults) -> {
          if (!isKnown.test(word.text())) {
            faults.error(word, message + word.text());
          }
        });
  }

  static final ValueCheck TYPES =
      known("Bad service type: ", word -> ServiceType.of(word).isPresent());
  static final ValueCheck FLAGS = known("Bad service flag: ", word -> Flag.of(word).isPresent());
  static final ValueCheck SOCKET_TYPE =
      known("Bad socket type: ", word -> SocketType.of(word).isPresent());

  /** Words of a log set; RECORD is gone since 2.3.11 and must not cost the service. */
  static ValueCheck logFlags(String attribute, String... allowed) {
    Set<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    words.addAll(List.of(allowed));
    return (given, faults) -> {
      List<Token> kept = new ArrayList<>();
      for (Token word : given) {
        if (words.contains(word.text())) {
          kept.add(word);
        } else if (word.text().equalsIgnoreCase("RECORD")) {
          faults.warning(
              word,
              "Bad " + attribute + " flag: RECORD",
              "the word is left out; xinetd since 2.3.11 stops here");
        } else {
          faults.error(word, "Bad " + attribute + " flag: " + word.text());
        }
      }
      return kept;
    };
  }

  /** A user or group: digits must be a valid id, names are resolved when the server is prepared. */
  static ValueCheck account(String what) {
    return Numbers.each(
        (word, faults) -> {
          String text = word.text();
          boolean number = Numbers.isDigits(text, 0, text.length());
          // -1 as 32 bits means "leave it alone" to the kernel
          if (number && (text.length() > 10 || Long.parseLong(text) >= 0xffff_ffffL)) {
            faults.error(word, what + " is out of range: " + text + " is not from 0 to 4294967294");
          }
        });
  }

  /** An address literal must be right; a name is resolved when the socket is opened. */
  static final ValueCheck BIND =
      Numbers.each(
          (word, faults) -> {
            String text = word.text();
            boolean dotted = text.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
            boolean literal = dotted || (text.indexOf(':') >= 0 && text.indexOf('%') < 0);
            if (literal && Address.parse(text).isEmpty()) {
              faults.error(word, "bad address: " + text);
            }
          });

  static final ValueCheck ENVIRONMENT =
      Numbers.each(
          (word, faults) -> {
            if (word.text().indexOf('=') < 0) {
              faults.error(word, "environment variable without a value: " + word.text());
            }
          });

  /** Patterns belong to bundles; one mistake is recognised by its form alone. */
  static final ValueCheck PATTERNS =
      Numbers.each(
          (word, faults) -> {
            if (word.text().indexOf(',') >= 0 && word.text().indexOf('{') < 0) {
              faults.error(
                  word, "Address: " + word.text() + " has a comma in it - remove the comma");
            }
          });
}
