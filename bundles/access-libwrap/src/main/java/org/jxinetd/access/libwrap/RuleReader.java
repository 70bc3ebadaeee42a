package org.jxinetd.access.libwrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import java.util.function.BiFunction;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;

/**
 * Reads a file of rules the way libwrap does: a line that is no rule is left out with a message,
 * the others count.
 */
final class RuleReader {

  private static final int MAX_LINE = 65_536;
  private static final int MAX_RULES = 100_000;
  private static final String SEPARATORS = ", \t\r\n";

  private final HostPatternReader hosts;

  RuleReader(HostPatternReader hosts) {
    this.hosts = hosts;
  }

  /** The rules of a file in their order, and all that is wrong with it. */
  record Reading(List<Rule> rules, List<Problem> problems) {
    Reading {
      rules = List.copyOf(rules);
      problems = List.copyOf(problems);
    }
  }

  Reading read(Table table, String file, String content) {
    List<Rule> rules = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (LogicalLines.Line line : LogicalLines.of(content)) {
      Findings findings = new Findings(Origin.of(file, line.number()), problems);
      if (rules.size() == MAX_RULES) {
        String why = "more than " + MAX_RULES + " rules";
        findings.error(why, "clients that no earlier rule decides on are refused");
        rules.add(Rule.refusing(findings.origin(), why, why));
        break;
      }
      rule(table, line, findings).ifPresent(rules::add);
    }
    return new Reading(rules, problems);
  }

  private Optional<Rule> rule(Table table, LogicalLines.Line line, Findings findings) {
    String text = line.text();
    if (text.length() > MAX_LINE) {
      String why = "line longer than " + MAX_LINE + " characters";
      findings.error(why, "clients that no earlier rule decides on are refused");
      return Optional.of(Rule.refusing(findings.origin(), why, why));
    }
    if (!line.ended()) {
      return unended(table, findings);
    }
    boolean comment = text.startsWith("#");
    boolean blank = text.chars().allMatch(c -> SEPARATORS.indexOf(c) > 0);
    return comment || blank ? Optional.empty() : rule(text, findings);
  }

  /** The file may have been cut off, so hosts.deny cannot be known to let anybody pass. */
  private static Optional<Rule> unended(Table table, Findings findings) {
    String why = "missing newline at the end of the file";
    if (table == Table.ALLOW) {
      findings.error(why, "the last line does not count");
      return Optional.empty();
    }
    findings.error(why, "clients that no earlier rule decides on are refused");
    return Optional.of(Rule.refusing(findings.origin(), why, why));
  }

  private Optional<Rule> rule(String text, Findings findings) {
    int first = colon(text, 0);
    if (first < 0) {
      findings.error("missing \":\" separator", "the line does not count");
      return Optional.empty();
    }
    int second = colon(text, first + 1);
    String daemons = text.substring(0, first);
    String clients = text.substring(first + 1, second < 0 ? text.length() : second);
    PatternList<DaemonPattern> daemonList =
        list(new StringTokenizer(daemons, SEPARATORS), this::daemon, findings);
    PatternList<ClientPattern> clientList =
        list(new StringTokenizer(clients, SEPARATORS), this::client, findings);
    if (daemonList.patterns().isEmpty() || clientList.patterns().isEmpty()) {
      findings.warning("a list is empty", "the rule matches nobody");
    }
    Options options =
        second < 0 ? Options.NONE : OptionReader.read(text.substring(second + 1), findings);
    if (open(daemons) || open(clients)) {
      String why = "\"[\" without \"]\", which hides the options";
      findings.error(why, "clients that match this rule are refused");
      options = Options.refusing(why);
    }
    return Optional.of(new Rule(findings.origin(), text.strip(), daemonList, clientList, options));
  }

  /** The next colon outside of square brackets, or -1. */
  private static int colon(String text, int from) {
    boolean inside = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '[') {
        inside = true;
      } else if (c == ']') {
        inside = false;
      } else if (c == ':' && !inside) {
        return i;
      }
    }
    return -1;
  }

  private static boolean open(String list) {
    return list.lastIndexOf('[') > list.lastIndexOf(']');
  }

  private static <P> PatternList<P> list(
      StringTokenizer tokens, BiFunction<String, Findings, P> reader, Findings findings) {
    List<List<P>> parts = new ArrayList<>(List.of(new ArrayList<>()));
    while (tokens.hasMoreTokens()) {
      String token = tokens.nextToken();
      if (token.equalsIgnoreCase("EXCEPT")) {
        parts.add(new ArrayList<>());
        continue;
      }
      if (token.startsWith("#")) {
        findings.warning(
            "\"" + token + "\" does not begin a comment; a comment is a line of its own",
            "it is read as a pattern");
      }
      parts.getLast().add(reader.apply(token, findings));
    }
    Optional<PatternList<P>> except = Optional.empty();
    for (List<P> part : parts.reversed()) {
      except = Optional.of(new PatternList<>(part, except));
    }
    return except.orElseThrow();
  }

  private DaemonPattern daemon(String token, Findings findings) {
    int at = token.indexOf('@', 1);
    if (at < 0) {
      return DaemonPattern.of(token, Optional.empty());
    }
    HostPattern host = hosts.read(token.substring(at + 1), findings);
    return DaemonPattern.of(token.substring(0, at), Optional.of(host));
  }

  private ClientPattern client(String token, Findings findings) {
    int at = token.indexOf('@', 1);
    if (at < 0) {
      return new ClientPattern(hosts.read(token, findings), Optional.empty());
    }
    return new ClientPattern(
        hosts.read(token.substring(at + 1), findings),
        Optional.of(TextPattern.of(token.substring(0, at))));
  }
}
