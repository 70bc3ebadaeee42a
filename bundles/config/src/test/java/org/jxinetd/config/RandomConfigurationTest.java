package org.jxinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;

/** Properties that hold for every configuration; a failure names its seed. */
class RandomConfigurationTest {

  private static final int SEEDS = 1_500;

  @TempDir Path dir;

  @Test
  void readingWhatWasPrintedGivesTheSameConfiguration() throws IOException {
    int services = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      String text = new RandomConfiguration(seed).wellFormed();
      Loaded first = Text.load(dir, text);
      assertEquals(first.outcomes().size(), first.services().size(), at(seed, text, first));
      Loaded second = Text.load(dir, RandomConfiguration.print(first.services()));
      assertEquals(first.services().size(), second.services().size(), at(seed, text, second));
      for (int i = 0; i < first.services().size(); i++) {
        ServiceSpec a = first.services().get(i);
        ServiceSpec b = second.services().get(i);
        assertTrue(a.sameAs(b) && a.pid().equals(b.pid()), at(seed, text, second));
      }
      services += first.services().size();
    }
    assertTrue(services > SEEDS, "too few services to prove anything");
  }

  private static String at(long seed, String text, Loaded loaded) {
    return "seed " + seed + "\n" + text + Text.problems(loaded);
  }

  @Test
  void nothingThatAFileHoldsThrows() throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      read(new RandomConfiguration(seed).soup().getBytes(StandardCharsets.UTF_8), seed);
      read(new RandomConfiguration(seed).bytes(), seed);
      read(damaged(new RandomConfiguration(seed).wellFormed(), seed), seed);
    }
  }

  /** One byte of a good file replaced. */
  private static byte[] damaged(String text, long seed) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes[(int) (seed * 7919 % bytes.length)] = (byte) (seed * 31);
    return bytes;
  }

  private void read(byte[] bytes, long seed) throws IOException {
    Files.write(dir.resolve("x.conf"), bytes);
    List<Problem> unreadable = new ArrayList<>();
    try {
      Optional<Loaded> loaded =
          new Loader(dir, dir, 1 << 20)
              .load("x.conf", Optional.empty(), unreadable::add, path -> {});
      assertTrue(loaded.isPresent(), () -> "seed " + seed + ": " + unreadable);
    } catch (RuntimeException e) {
      throw new AssertionError("seed " + seed, e);
    }
  }
}
