package org.jxinetd.services.admin;

import java.io.IOException;
import java.util.Optional;

/** The commands of xadmin, told apart by their first letters as they always were. */
final class Dialogue {

  private static final int LONGEST = 100;
  private static final String HELP =
      """
      xinetd admin help:
      show run  :   shows information about running services
      show avail:   shows what services are currently available
      bye, exit :   exits the admin shell
      """;
  private static final String SHOW =
      """
      Relevant commands:
      run   : Show currently running servers
      avail : Show currently available servers
      """;

  private final Tables tables;
  private final Lines lines;

  Dialogue(Tables tables, Lines lines) {
    this.tables = tables;
    this.lines = lines;
  }

  /** Answers until the client says good bye, or goes without a word. */
  void hold() throws IOException {
    while (true) {
      lines.say("> ");
      Optional<String> command = lines.read(LONGEST);
      if (command.isEmpty()) {
        return;
      }
      String[] words = command.get().strip().split("[ \t]+", 3);
      if (leaves(words[0])) {
        lines.say("bye bye\n");
        return;
      }
      if (words[0].startsWith("help")) {
        lines.say(HELP);
      } else if (words[0].startsWith("show")) {
        lines.say(show(words.length > 1 ? words[1] : ""));
      }
    }
  }

  private static boolean leaves(String word) {
    return word.startsWith("bye") || word.startsWith("exit") || word.startsWith("quit");
  }

  private String show(String what) {
    if (what.startsWith("run")) {
      return tables.running();
    }
    return what.startsWith("avail") ? tables.available() : SHOW;
  }
}
