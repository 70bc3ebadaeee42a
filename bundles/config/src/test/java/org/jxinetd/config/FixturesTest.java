package org.jxinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.jxinetd.api.service.Problem;
import org.jxinetd.config.dump.Dump;
import org.jxinetd.config.system.AccountTable;
import org.jxinetd.config.system.HostTable;

/**
 * A folder for each situation: {@code input.conf} is right, {@code malformed.conf} is its twin with
 * mistakes. What is expected of each is everything that is said about it and the services that are
 * left, in the layout of the dump.
 */
class FixturesTest {

  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

  private static Path root() throws URISyntaxException {
    return Path.of(FixturesTest.class.getResource("/fixtures").toURI());
  }

  static Stream<String> folders() throws IOException, URISyntaxException {
    try (Stream<Path> all = Files.list(root())) {
      return all
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.equals("etc"))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** Everything that a file leads to, as text. */
  static String outcome(Path folder, String file) throws IOException {
    Path etc = folder.resolveSibling("etc");
    List<Problem> unreadable = new ArrayList<>();
    Loaded loaded =
        new Loader(folder, etc, 1 << 20, ENVIRONMENT)
            .load(file, Optional.empty(), unreadable::add, path -> {})
            .orElseThrow(() -> new IOException(unreadable.toString()));
    StringBuilder out = new StringBuilder();
    for (Problem problem : loaded.problems()) {
      out.append(problem.severity()).append(' ').append(problem).append('\n');
    }
    AccountTable accounts =
        new AccountTable(etc, name -> OptionalInt.empty(), name -> OptionalInt.empty());
    String dump =
        new Dump(loaded.defaults(), loaded.names(), accounts, HostTable.in(etc), ENVIRONMENT)
            .text(loaded.services());
    return out.append('\n').append(dump).toString();
  }

  @ParameterizedTest
  @MethodSource("folders")
  void leadsToWhatIsExpected(String name) throws IOException, URISyntaxException {
    Path folder = root().resolve(name);
    assertEquals(Files.readString(folder.resolve("expected.txt")), outcome(folder, "input.conf"));
  }

  @ParameterizedTest
  @MethodSource("folders")
  void malformedTwinIsTold(String name) throws IOException, URISyntaxException {
    Path folder = root().resolve(name);
    String outcome = outcome(folder, "malformed.conf");
    assertEquals(Files.readString(folder.resolve("malformed.txt")), outcome);
    assertTrue(
        !outcome.equals(Files.readString(folder.resolve("expected.txt"))), "the twins are equal");
  }
}
