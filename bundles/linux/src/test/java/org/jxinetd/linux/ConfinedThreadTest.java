package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
                    Affinity.confine();
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

  @Test
  void anotherThreadIsConfinedAndFreed() throws Exception {
    String all = processors();
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      int id = thread.submit(Self::threadId).get();
      assertFalse(Affinity.isConfined(id));
      Affinity.confine(id);
      String one = thread.submit(ConfinedThreadTest::processors).get();
      assertTrue(one.matches("\\d+"), one);
      assertEquals(!one.equals(all), Affinity.isConfined(id));
      Affinity.free(id);
      assertEquals(all, thread.submit(ConfinedThreadTest::processors).get());
      assertFalse(Affinity.isConfined(id));
      assertEquals(all, processors(), "no other thread is concerned");
    }
    assertThrows(IllegalArgumentException.class, () -> Affinity.confine(0));
    assertThrows(OsException.class, () -> Affinity.free(Integer.MAX_VALUE));
  }

  @Test
  void aThreadIsLeftTheTimeThatNobodyElseWants() throws Exception {
    try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
      int id = thread.submit(Self::threadId).get();
      assertTrue(nice(id) < 19, "as all others");
      Self.lowerPriority(id);
      assertTrue(nice(id) == 19, "nice " + nice(id));
      assertTrue(nice(Self.threadId()) < 19, "no other thread is concerned");
    }
    assertThrows(IllegalArgumentException.class, () -> Self.lowerPriority(0));
    assertThrows(OsException.class, () -> Self.lowerPriority(Integer.MAX_VALUE));
  }

  private static int nice(int thread) throws Exception {
    String stat = Files.readString(Path.of("/proc/self/task/" + thread + "/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
  }
}
