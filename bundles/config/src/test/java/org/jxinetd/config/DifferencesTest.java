package org.jxinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The list of differences exists twice: for programs and for people. */
class DifferencesTest {

  private static final Path DOCS = Path.of("..", "..", "docs");

  private static List<String> rows() throws IOException {
    return Files.readAllLines(DOCS.resolve("differences.tsv"));
  }

  private static String table(List<String> rows) {
    StringBuilder table = new StringBuilder();
    for (String row : rows) {
      String cells =
          row.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("<", "\\<");
      table.append("| ").append(cells.replace("\t", " | ")).append(" |\n");
      if (table.indexOf("---") < 0) {
        table.append("|---".repeat(row.split("\t").length)).append("|\n");
      }
    }
    return table.toString();
  }

  private static String from(String page, String head) {
    String rest = page.substring(page.indexOf(head));
    int end = rest.indexOf("\n\n");
    return end < 0 ? rest : rest.substring(0, end + 1);
  }

  @Test
  void theTablesForPeopleAreTheListsForPrograms() throws IOException {
    String page = Files.readString(DOCS.resolve("differences.md"));
    assertEquals(table(rows()), from(page, "| topic |"));
    List<String> runs = Files.readAllLines(DOCS.resolve("differences-runs.tsv"));
    assertEquals(table(runs), from(page, "| case |"));
  }

  @Test
  void everyRowIsCompleteAndUnique() throws IOException {
    Set<String> keys = new HashSet<>();
    for (String row : rows()) {
      String[] cells = row.split("\t", -1);
      assertEquals(6, cells.length, row);
      for (String cell : cells) {
        assertTrue(!cell.isBlank() && cell.equals(cell.strip()), row);
      }
      assertTrue(!cells[3].equals(cells[4]), () -> "no difference: " + row);
      assertTrue(keys.add(String.join("\t", cells[0], cells[1], cells[2])), () -> "twice: " + row);
    }
    assertTrue(keys.size() > 40, () -> keys.size() + " rows");
  }
}
