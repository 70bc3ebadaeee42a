package org.jxinetd.config.wrapper;

import java.util.List;
import java.util.Locale;
import org.jxinetd.api.service.Origin;

/**
 * One rule of hosts.allow or hosts.deny, its lists as written.
 *
 * @param daemons words of the first field
 * @param clients words of the second field
 * @param options further fields, without the final allow or deny
 * @param admits what happens to a client that matches
 */
public record HostsRule(
    Origin origin,
    List<String> daemons,
    List<String> clients,
    List<String> options,
    boolean admits) {

  public HostsRule {
    daemons = List.copyOf(daemons);
    clients = List.copyOf(clients);
    options = List.copyOf(options);
  }

  /** Whether a rule concerns a daemon. */
  enum Concern {
    NO,
    YES,
    /** Only at one of the host's own addresses. */
    AT_AN_ADDRESS
  }

  /** {@code a EXCEPT b EXCEPT c} is {@code a EXCEPT (b EXCEPT c)}. */
  Concern concerns(String daemon) {
    return concerns(daemons, daemon);
  }

  private static Concern concerns(List<String> words, String daemon) {
    int except = indexOfExcept(words);
    List<String> list = except < 0 ? words : words.subList(0, except);
    Concern found = Concern.NO;
    for (String word : list) {
      int at = word.indexOf('@', 1);
      if (matches(at < 0 ? word : word.substring(0, at), daemon)) {
        found = at < 0 ? Concern.YES : found == Concern.YES ? found : Concern.AT_AN_ADDRESS;
      }
    }
    if (found == Concern.NO || except < 0) {
      return found;
    }
    return switch (concerns(words.subList(except + 1, words.size()), daemon)) {
      case NO -> found;
      case YES -> Concern.NO;
      case AT_AN_ADDRESS -> Concern.AT_AN_ADDRESS;
    };
  }

  static int indexOfExcept(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equalsIgnoreCase("EXCEPT")) {
        return i;
      }
    }
    return -1;
  }

  private static boolean matches(String pattern, String daemon) {
    if (pattern.equalsIgnoreCase("ALL") || pattern.equalsIgnoreCase(daemon)) {
      return true;
    }
    if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
      return false;
    }
    return wild(pattern.toLowerCase(Locale.ROOT), daemon.toLowerCase(Locale.ROOT));
  }

  /** Shell wildcards * and ?, in time proportional to the product of the lengths. */
  private static boolean wild(String pattern, String text) {
    boolean[] reached = new boolean[text.length() + 1];
    reached[0] = true;
    for (int p = 0; p < pattern.length(); p++) {
      char c = pattern.charAt(p);
      boolean[] next = new boolean[text.length() + 1];
      for (int i = 0; i <= text.length(); i++) {
        if (c == '*') {
          next[i] = reached[i] || (i > 0 && next[i - 1]);
        } else if (i > 0) {
          next[i] = reached[i - 1] && (c == '?' || c == text.charAt(i - 1));
        }
      }
      reached = next;
    }
    return reached[text.length()];
  }

  /** As in a message: the place and the text. */
  String describe() {
    return origin + " (" + String.join(" ", daemons) + ": " + String.join(" ", clients) + ")";
  }
}
