package org.jxinetd.itests.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.ServiceSpec;

/**
 * {@code misbehave = throw | block | spin | leak}: what a rule must not do. With a second word, a
 * file: the same when a rule is compiled, as long as there is that file.
 */
public final class Misbehaving implements AccessProvider {

  @Override
  public Phase phase() {
    return Phase.ADDRESS;
  }

  @Override
  public AccessRule compile(ServiceSpec service) {
    List<String> words = service.words("misbehave");
    String how = words.getFirst();
    boolean early = words.size() > 1;
    if (early && Files.exists(Path.of(words.get(1)))) {
      act(how);
    }
    return (request, mode) -> {
      if (!early) {
        act(how);
      }
      return Verdict.pass(new Evidence("misbehave = " + how, service.origin(), ""));
    };
  }

  private static void act(String how) {
    switch (how) {
      case "throw" -> throw new IllegalStateException("on purpose");
      case "block" -> block();
      case "spin" -> spin();
      default -> Thread.ofPlatform().daemon().name("leaked").start(Misbehaving::block);
    }
  }

  private static void block() {
    int ignored = 0;
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException refusesToGo) {
        ignored++;
      }
    }
  }

  private static void spin() {
    while (System.nanoTime() != 0) {
      Thread.onSpinWait();
    }
  }
}
