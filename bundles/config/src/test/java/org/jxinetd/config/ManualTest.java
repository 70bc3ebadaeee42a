package org.jxinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.config.language.Arity;
import org.jxinetd.config.language.AttributeRule;
import org.jxinetd.config.language.AttributeTable;
import org.jxinetd.config.language.Scope;
import org.jxinetd.config.text.Operator;

/** The manual page says what the code does. */
class ManualTest {

  private static final Path PAGE = Path.of("..", "..", "docs", "xinetd.conf.5.md");

  @TempDir Path dir;

  private static List<String[]> table() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    int head = 0;
    while (!lines.get(head).startsWith("| attribute |")) {
      head++;
    }
    List<String[]> rows = new ArrayList<>();
    for (String line : lines.subList(head + 2, lines.size())) {
      if (!line.startsWith("|")) {
        break;
      }
      rows.add(line.substring(2).split(" \\| "));
    }
    return rows;
  }

  @Test
  void itsTableHasEveryAttributeWithItsForm() throws IOException {
    List<String> manual = new ArrayList<>();
    for (String[] row : table()) {
      manual.add(String.join(" | ", row[0], row[1], row[2], row[3]));
    }
    List<String> code = new ArrayList<>();
    for (AttributeRule rule : AttributeTable.rows()) {
      code.add(
          String.join(
              " | ", rule.name(), count(rule.arity()), operators(rule), scope(rule.scope())));
    }
    assertEquals(code, manual);
  }

  private static String count(Arity arity) {
    if (arity.min() == arity.max()) {
      return Integer.toString(arity.min());
    }
    if (arity.step() > 1) {
      return arity.min() + "+";
    }
    return arity.min() == 0 ? "*" : "+";
  }

  private static String operators(AttributeRule rule) {
    return List.of(Operator.values()).stream()
        .filter(rule.operators()::contains)
        .map(Operator::sign)
        .collect(Collectors.joining(" "));
  }

  private static String scope(Scope scope) {
    return switch (scope) {
      case SERVICE -> "no";
      case BOTH -> "yes";
      case DEFAULTS -> "only";
    };
  }

  @Test
  void everyExampleIsRight() throws IOException {
    for (String[] row : table()) {
      String line = row[6].replace("`", "");
      boolean general = row[3].equals("only");
      String text =
          general
              ? "defaults\n{\n " + line + "\n}\n" + Text.service("ftp", 21)
              : Text.service("a", 9001)
                  .replaceFirst(" " + row[0] + " = .*", "")
                  .replace("}", " " + line + "\n}");
      Loaded loaded = Text.load(dir, text);
      String problems = Text.problems(loaded);
      assertEquals(1, loaded.services().size() + loaded.declined().size(), line + "\n" + problems);
      assertEquals("", problems, line);
    }
  }
}
