package org.jxinetd.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;

/** What must hold of every reading, whatever the bytes. */
public final class Reading {

  private static final int LIMIT = 1 << 20;

  private Reading() {}

  /**
   * Reads bytes as a configuration.
   *
   * @throws AssertionError when the result is not as it must be
   */
  public static Loaded of(Path folder, byte[] bytes) throws IOException {
    Files.write(folder.resolve("x.conf"), bytes);
    Loaded loaded = load(folder);
    long lines = 1;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    for (Problem problem : loaded.problems()) {
      must(problem.origin().line() <= lines, "beyond the end: " + problem);
      must(!problem.message().isBlank(), "nothing said at " + problem.origin());
    }
    for (Loaded.Outcome outcome : loaded.outcomes()) {
      boolean told =
          loaded.problems().stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
      must(outcome.service().isPresent() || told, "left out in silence: " + outcome.id());
    }
    return loaded;
  }

  private static Loaded load(Path folder) throws IOException {
    List<Problem> unreadable = new ArrayList<>();
    Optional<Loaded> loaded =
        new Loader(folder, folder, LIMIT)
            .load("x.conf", Optional.empty(), unreadable::add, path -> {});
    must(loaded.isPresent(), "not read: " + unreadable);
    return loaded.orElseThrow();
  }

  /** Reads, prints the services, reads that, and compares. */
  public static void twice(Path folder, byte[] bytes) throws IOException {
    List<ServiceSpec> first = of(folder, bytes).services();
    String text = Printed.text(first);
    if (text.indexOf('\r') >= 0 || text.indexOf('\0') >= 0) {
      return; // what can stand within a line of a file but not at its end
    }
    Files.writeString(folder.resolve("x.conf"), text);
    Loaded again = load(folder);
    must(first.size() == again.services().size(), text + Text.problems(again));
    for (int i = 0; i < first.size(); i++) {
      must(first.get(i).sameAs(again.services().get(i)), text);
    }
  }

  private static void must(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
