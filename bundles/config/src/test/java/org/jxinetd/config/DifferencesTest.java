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

  @Test
  void theTableForPeopleIsTheListForPrograms() throws IOException {
    StringBuilder table = new StringBuilder();
    for (String row : rows()) {
      String cells = row.replace("|", "\\|").replace("*", "\\*").replace("\t", " | ");
      table.append("| ").append(cells).append(" |\n");
      if (table.indexOf("---") < 0) {
        table.append("|---|---|---|---|---|---|\n");
      }
    }
    String page = Files.readString(DOCS.resolve("differences.md"));
    assertEquals(table.toString(), page.substring(page.indexOf("| topic |")));
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
