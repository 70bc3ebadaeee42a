package org.jxinetd.engine.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CarrierTest {

  private static final String DUMP =
      """
      2026-01-01 00:00:00
      Full thread dump OpenJDK 64-Bit Server VM (25 mixed mode, sharing):

      "main" #3 [7] prio=5 os_prio=0 cpu=61.20ms elapsed=1.34s tid=0x00007f nid=7 runnable
         java.lang.Thread.State: RUNNABLE
      \tat org.example.Main.main(Main.java:13)

      "ForkJoinPool-1-worker-1" #24 [30803] daemon prio=5 os_prio=0 cpu=515.18ms elapsed=0.71s tid=0x00007f
         Carrying virtual thread #23
      \tat jdk.internal.vm.Continuation.run(java.base@25.0.3/Continuation.java:251)
      \tat java.util.concurrent.ForkJoinPool.runWorker(java.base@25.0.3/ForkJoinPool.java:2019)
         Mounted virtual thread #23
      \tat org.example.Plugin.spin(Plugin.java:3)
      \t- locked <0x000000069ddc00f8> (a java.lang.Object)
      \tat org.example.Plugin$$Lambda/0x0000000027165000.run(Unknown Source)
      \tat java.lang.Thread.runWith(java.base@25.0.3/Thread.java:1487)

      "ForkJoinPool-1-worker-2" #26 [30804] daemon prio=5 os_prio=0 cpu=9.00ms elapsed=0.71s tid=0x00007f
         java.lang.Thread.State: WAITING (parking)
      \tat jdk.internal.misc.Unsafe.park(java.base@25.0.3/Native Method)
      """;

  @Test
  void findsWhatRunsOnCarriers() {
    assertEquals(
        List.of(
            new Carrier(
                "#23",
                515.18,
                Set.of(
                    "org.example.Plugin",
                    "org.example.Plugin$$Lambda/0x0000000027165000",
                    "java.lang.Thread"))),
        Carrier.of(DUMP));
    assertEquals(List.of(), Carrier.of(""));
  }
}
