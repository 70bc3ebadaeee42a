package org.jxinetd.shell.ssh;

import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;

/**
 * The lines of a file in the form of AUTHORIZED_KEYS FILE FORMAT of sshd(8). A line that is not
 * understood whole lets nobody in: an option may have been meant to keep somebody out.
 */
record AuthorizedKeys(List<AuthorizedKey> keys, List<Problem> problems) {

  static final int MOST_KEYS = 1_000;
  static final int LONGEST_LINE = 16 * 1024;

  AuthorizedKeys {
    keys = List.copyOf(keys);
    problems = List.copyOf(problems);
  }

  static AuthorizedKeys parse(String source, String text) {
    List<AuthorizedKey> keys = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        if (line.length() > LONGEST_LINE) {
          throw new RefusedLineException("the line is longer than " + LONGEST_LINE + " characters");
        }
        if (keys.size() == MOST_KEYS) {
          throw new RefusedLineException("there are more than " + MOST_KEYS + " keys");
        }
        keys.add(key(line, i + 1));
      } catch (RefusedLineException refused) {
        problems.add(
            Problem.error(
                Origin.of(source, i + 1), "", refused.getMessage(), "nobody gets in by this line"));
        if (problems.size() == MOST_KEYS) {
          break;
        }
      }
    }
    return new AuthorizedKeys(keys, problems);
  }

  private static AuthorizedKey key(String line, int number) throws RefusedLineException {
    if (KeyText.startsWithType(line)) {
      return KeyText.key(line, number, Restrictions.NONE);
    }
    int end = KeyOptions.end(line);
    Restrictions restrictions = KeyOptions.parse(line.substring(0, end));
    String rest = line.substring(end).strip();
    if (!KeyText.startsWithType(rest)) {
      throw new RefusedLineException(
          "there is no key of a type that is taken (" + String.join(", ", KeyText.TYPES) + ")");
    }
    return KeyText.key(rest, number, restrictions);
  }
}
