package org.jxinetd.itests.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * One case of the differential suite: services, what clients do with them, and what happens after
 * the configuration was read again.
 *
 * @param row which row of the behaviour reference it is about, such as {@code 2.1 nice}
 * @param tag two or three letters that make its names unique
 */
record Case(
    String row,
    String tag,
    List<Entry> services,
    List<String> actions,
    List<Entry> later,
    List<String> laterActions) {

  /**
   * One service.
   *
   * @param name as the case calls it
   * @param kind which lines it starts from
   * @param lines attributes as written
   */
  record Entry(String name, String kind, List<String> lines) {}

  /**
   * One file of cases: what one pair of servers is started with.
   *
   * @param defaults lines of the defaults entry
   * @param options of the command line
   * @param signal that makes the servers read the configuration again
   * @param later what becomes of the file before that: a further line for defaults, or {@code
   *     remove}; empty for neither
   */
  record Group(
      String name,
      List<String> defaults,
      List<String> options,
      String signal,
      String later,
      List<Case> cases) {}

  /**
   * Reads a file of cases. A line {@code case ROW} begins one; {@code service NAME KIND}, {@code
   * after} and actions are indented by two, attributes by four.
   */
  static Group parse(String name, List<String> lines) {
    List<String> defaults = new ArrayList<>();
    List<Case> cases = new ArrayList<>();
    List<String> attributes = defaults;
    List<String> options = new ArrayList<>();
    String signal = "HUP";
    String later = "";
    boolean after = false;
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String text = line.strip();
      if (line.startsWith("    ")) {
        attributes.add(text);
      } else if (line.startsWith("options ")) {
        options.addAll(List.of(text.substring(8).split(" ")));
      } else if (line.startsWith("signal ")) {
        signal = text.substring(7);
      } else if (line.startsWith("later ")) {
        later = text.substring(6);
      } else if (line.startsWith("case ")) {
        after = false;
        String tag = "" + (char) ('a' + cases.size() / 26) + (char) ('a' + cases.size() % 26);
        cases.add(
            new Case(
                text.substring(5).strip(),
                "q" + tag,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>()));
      } else if (text.equals("defaults")) {
        attributes = defaults;
      } else if (text.equals("after")) {
        after = true;
      } else if (text.startsWith("service ")) {
        String[] words = text.split(" +", 3);
        Entry entry =
            new Entry(words[1], words.length > 2 ? words[2] : "stream", new ArrayList<>());
        attributes = entry.lines();
        Case last = cases.getLast();
        (after ? last.later : last.services).add(entry);
      } else {
        Case last = cases.getLast();
        (after ? last.laterActions : last.actions).add(text);
      }
    }
    return new Group(name, defaults, options, signal, later, cases);
  }
}
