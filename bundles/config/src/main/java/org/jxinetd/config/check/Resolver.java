package org.jxinetd.config.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Looks many names up at a time, for no longer than a limit all together. */
final class Resolver {

  /** What is known of a name. */
  enum Answer {
    KNOWN,
    UNKNOWN,
    /** No name server answered in time. */
    NONE
  }

  private static final int THREADS = 16;
  private static final int MAX_NAMES = 1_000;

  private final long limitMillis;

  Resolver(long limitMillis) {
    this.limitMillis = limitMillis;
  }

  /** The answers for the names; those beyond the first {@value #MAX_NAMES} get none. */
  Map<String, Answer> ask(Collection<String> names) throws InterruptedException {
    Map<String, Answer> answers = new ConcurrentHashMap<>();
    List<String> distinct = new ArrayList<>(new HashSet<>(names));
    if (distinct.isEmpty()) {
      return answers;
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("look-up-", 0).factory());
    for (String name : distinct.subList(0, Math.min(MAX_NAMES, distinct.size()))) {
      threads.execute(() -> answers.put(name, answer(name)));
    }
    threads.shutdown();
    if (!threads.awaitTermination(limitMillis, TimeUnit.MILLISECONDS)) {
      threads.shutdownNow(); // they are daemons: a look-up that hangs does not hold the VM
    }
    Set<String> open = new HashSet<>(distinct);
    open.removeAll(answers.keySet());
    open.forEach(name -> answers.putIfAbsent(name, Answer.NONE));
    return Map.copyOf(answers);
  }

  private static Answer answer(String name) {
    try {
      return InetAddress.getAllByName(name).length > 0 ? Answer.KNOWN : Answer.UNKNOWN;
    } catch (UnknownHostException unknown) {
      return Answer.UNKNOWN;
    }
  }
}
