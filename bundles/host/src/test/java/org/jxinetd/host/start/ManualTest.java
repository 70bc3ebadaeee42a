package org.jxinetd.host.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.jxinetd.host.start.Options.Option;
import org.jxinetd.host.start.SignalTable.Meaning;
import org.jxinetd.linux.Signals;

/** The manual page says what the code does. */
class ManualTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "xinetd.8.md");

  private static String section(String title) throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf("\n## " + title + "\n");
    assertTrue(begin >= 0, title);
    int end = page.indexOf("\n## ", begin + 4);
    return page.substring(begin, end < 0 ? page.length() : end);
  }

  @Test
  void describesEveryOptionWithItsArgumentAndNoOther() throws Exception {
    List<String> described = new ArrayList<>();
    Matcher heads =
        Pattern.compile("(?m)^\\*\\*(-\\w+)\\*\\*(?: \\*(\\S+)\\*)?$").matcher(section("OPTIONS"));
    while (heads.find()) {
      described.add(heads.group(1) + (heads.group(2) == null ? "" : " " + heads.group(2)));
    }
    List<String> known = new ArrayList<>();
    for (Option option : Option.values()) {
      known.add((option.word() + " " + option.argument()).strip());
    }
    assertEquals(known, described);
  }

  @Test
  void hasTheTableOfSignals() throws Exception {
    Map<String, List<String>> rows = new TreeMap<>();
    section("SIGNALS")
        .lines()
        .filter(line -> line.matches("\\| [A-Z0-9]+ \\|.*"))
        .map(line -> line.substring(2).split(" \\| "))
        .forEach(cells -> rows.put(cells[0], List.of(cells[1], cells[2])));
    Map<String, List<String>> code = new TreeMap<>();
    Map<Integer, Meaning> usual = SignalTable.meanings(false, true);
    Map<Integer, Meaning> article = SignalTable.meanings(true, true);
    for (String name : List.of("HUP", "USR1", "USR2", "ABRT", "TERM", "QUIT", "INT")) {
      int number = Signals.class.getField("SIG" + name).getInt(null);
      code.put(name, List.of(word(usual.get(number)), word(article.get(number))));
    }
    assertEquals(code, rows);
    assertEquals(code.size(), usual.size(), "a meaning is missing in the manual");
  }

  private static String word(Meaning meaning) {
    return switch (meaning) {
      case RECONFIGURE_SOFTLY -> "reconfigure softly";
      case INTERRUPT -> "with -d: interrupt";
      default -> meaning.name().toLowerCase(Locale.ROOT);
    };
  }
}
