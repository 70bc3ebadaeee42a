package org.jxinetd.itests.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads a file of cases. What begins a line without indentation concerns the whole group: {@code
 * defaults}, {@code options WORDS}, {@code signal NAME}, {@code later LINE}, {@code umask MODE},
 * {@code network}, {@code syslog}, {@code ordinary}; {@code case ROW} begins a case. Indented by
 * two: {@code service NAME KIND}, {@code etc FILE LINE}, {@code after} and actions; by four:
 * attributes.
 */
final class CaseFile {
  private final List<String> defaults = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();
  private List<String> attributes = defaults;
  private String signal = "HUP";
  private String later = "";
  private String umask = "";
  private boolean network;
  private boolean syslog;
  private boolean ordinary;
  private boolean after;

  private CaseFile() {}

  static Case.Group parse(String name, List<String> lines) {
    CaseFile file = new CaseFile();
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("    ")) {
        file.attributes.add(line.strip());
      } else if (line.startsWith("  ")) {
        file.ofCase(line.strip());
      } else {
        file.ofGroup(line.strip());
      }
    }
    Case.World world =
        new Case.World(file.options, file.umask, file.network, file.syslog, file.ordinary);
    return new Case.Group(name, file.defaults, world, file.signal, file.later, file.cases);
  }

  private void ofGroup(String text) {
    String[] words = text.split(" ", 2);
    switch (words[0]) {
      case "defaults" -> attributes = defaults;
      case "options" -> options.addAll(List.of(words[1].split(" ")));
      case "signal" -> signal = words[1];
      case "later" -> later = words[1];
      case "umask" -> umask = words[1];
      case "network" -> network = true;
      case "syslog" -> syslog = true;
      case "ordinary" -> ordinary = true;
      case "case" -> begin(words[1].strip());
      default -> throw new AssertionError("unknown line: " + text);
    }
  }

  private void begin(String row) {
    after = false;
    String tag = "q" + (char) ('a' + cases.size() / 26) + (char) ('a' + cases.size() % 26);
    cases.add(
        new Case(
            row,
            tag,
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>()));
  }

  private void ofCase(String text) {
    Case last = cases.getLast();
    if (text.equals("after")) {
      after = true;
    } else if (text.startsWith("etc ")) {
      (after ? last.etcLater() : last.etc()).add(text.substring(4));
    } else if (text.startsWith("service ")) {
      String[] words = text.split(" +", 3);
      String kind = words.length > 2 ? words[2] : "stream";
      Case.Entry entry = new Case.Entry(words[1], kind, new ArrayList<>());
      attributes = entry.lines();
      (after ? last.later() : last.services()).add(entry);
    } else {
      (after ? last.laterActions() : last.actions()).add(text);
    }
  }
}
