package org.jxinetd.config.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Everything the fuzzer has found worth keeping, and everything that once failed. */
class CorpusTest {

  private static final Path CORPUS = Path.of("src", "test", "fuzz", "configuration");

  @Test
  void everyInputOfTheCorpusHolds() throws IOException {
    List<Path> inputs;
    try (Stream<Path> files = Files.list(CORPUS)) {
      inputs = files.sorted().toList();
    }
    assertTrue(inputs.size() >= 100, () -> inputs.size() + " inputs");
    for (Path input : inputs) {
      try {
        ConfigurationFuzz.fuzzerTestOneInput(Files.readAllBytes(input));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(input.toString(), e);
      }
    }
  }
}
