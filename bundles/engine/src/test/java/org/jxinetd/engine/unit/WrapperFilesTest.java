package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WrapperFilesTest {

  @TempDir private Path folder;

  private boolean holds(String allow, String deny) throws IOException {
    Path first = Files.writeString(folder.resolve("allow"), allow);
    Path second = Files.writeString(folder.resolve("deny"), deny);
    return new WrapperFiles(List.of(first, second)).holdRules();
  }

  @Test
  void absentFilesHoldNoRules() {
    assertFalse(new WrapperFiles(List.of(folder.resolve("none"))).holdRules());
  }

  @Test
  void commentsAndBlankLinesAreNoRules() throws IOException {
    assertFalse(holds("# a comment\n\n   \t\n", ""));
  }

  @Test
  void oneRuleInEitherFileIsARule() throws IOException {
    assertTrue(holds("ALL: LOCAL\n", ""));
    assertTrue(holds("# nothing\n", "\nALL: ALL\n"));
  }

  @Test
  void whatCannotBeReadMayHoldRules() {
    assertTrue(new WrapperFiles(List.of(folder)).holdRules());
  }
}
