package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class ConfinedThreadTest {

  private static String processors() throws Exception {
    return Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
        .filter(line -> line.startsWith("Cpus_allowed_list:"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aConfinedThreadAndThoseItStartsHaveOneProcessor() throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      String own =
          thread
              .submit(
                  () -> {
                    Self.confineThread();
                    return processors();
                  })
              .get();
      assertTrue(own.matches("\\d+"), own);
      String child =
          thread
              .submit(
                  () -> {
                    try (ExecutorService another = Executors.newSingleThreadExecutor()) {
                      return another.submit(ConfinedThreadTest::processors).get();
                    }
                  })
              .get();
      assertTrue(child.equals(own), child);
    }
  }
}
