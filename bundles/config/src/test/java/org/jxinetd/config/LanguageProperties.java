package org.jxinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jxinetd.api.service.ServiceSpec;

/** Properties that hold for every configuration. */
class LanguageProperties {

  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("properties");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("x.conf"));
    Files.deleteIfExists(folder);
  }

  @Provide
  Arbitrary<String> wellFormed() {
    return ConfigurationTexts.wellFormed();
  }

  @Provide
  Arbitrary<String> soup() {
    return ConfigurationTexts.soup();
  }

  @Property(tries = 800)
  void readingWhatWasPrintedGivesTheSameConfiguration(@ForAll("wellFormed") String text)
      throws IOException {
    Loaded first = Text.load(folder, text);
    assertEquals(first.outcomes().size(), first.services().size(), () -> Text.problems(first));
    Loaded second = Text.load(folder, Printed.text(first.services()));
    assertEquals(first.services().size(), second.services().size(), () -> Text.problems(second));
    for (int i = 0; i < first.services().size(); i++) {
      ServiceSpec a = first.services().get(i);
      ServiceSpec b = second.services().get(i);
      assertTrue(a.sameAs(b) && a.pid().equals(b.pid()), () -> a + "\n" + Text.problems(second));
    }
  }

  @Property(tries = 2000)
  void noBytesThrow(@ForAll byte[] bytes) throws IOException {
    Reading.of(folder, bytes);
  }

  @Property(tries = 2000)
  void noWordsInAnyOrderThrow(@ForAll("soup") String text) throws IOException {
    Reading.of(folder, text.getBytes(StandardCharsets.UTF_8));
  }

  @Property(tries = 1000)
  void noDamagedByteThrows(
      @ForAll("wellFormed") String text, @ForAll int place, @ForAll byte instead)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    bytes[Math.floorMod(place, bytes.length)] = instead;
    Reading.of(folder, bytes);
  }
}
