package org.jxinetd.engine.foreign;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.management.JMException;
import org.jxinetd.linux.Affinity;
import org.jxinetd.linux.OsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the few threads that carry all virtual threads, ours and those that bundles start
 * which are not ours. A virtual thread that computes without end keeps its carrier from all others;
 * with as many of them as there are processors nobody would be served any more. Here they are
 * found, their bundle is quarantined, their carriers share one processor from then on, and others
 * take their place.
 *
 * <p>A carrier that a confined thread happened to start is set free. There is nothing of all this
 * as long as all bundles are ours. Belongs to its thread.
 */
final class CarrierWatch implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(CarrierWatch.class);

  static final long LOOK_MILLIS = 500;

  /** How long a bundle's virtual thread may stay on its carrier. */
  static final Duration LONGEST = Duration.ofSeconds(2);

  /** How long nobody asks again who keeps the carriers busy, when it was our own sessions. */
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Carriers and what wakes them: the beginnings of the names that the VM gives them. */
  private static final List<String> NAMES = List.of("ForkJoinPool-1-", "VirtualThread-", "spawn-");

  /** Processor time of a carrier from one look to the next that is worth a question. */
  private static final long HOT_MILLIS = LOOK_MILLIS / 5;

  /** So many looks in a row may leave the threads out, as long as the process does nothing. */
  private static final int CALM_LOOKS = 20;

  private static final String CARRIER = NAMES.getFirst();

  private final Function<Collection<String>, Optional<Ward>> owner;
  private final CarrierPool pool = new CarrierPool();
  private final CountDownLatch ending = new CountDownLatch(1);

  private volatile boolean ran = true; // whether the last probe has got a carrier
  private Map<Integer, KernelThread> before = Map.of();
  private Set<Integer> hot = Set.of(); // took much time since the look before
  private long quietUntilNanos = System.nanoTime();
  private final Map<String, Long> seenNanos = new HashMap<>(); // virtual threads, since when
  private final Map<String, Integer> busy = new HashMap<>(); // those seen too long; carriers, or 0
  private long cpuMillisBefore;
  private int calmLooks;
  private int parallelism; // as the VM was started; 0 until asked

  /**
   * @param owner whose code some classes are, if it is not ours
   */
  CarrierWatch(Function<Collection<String>, Optional<Ward>> owner) {
    this.owner = owner;
  }

  /** Begins to look. */
  CarrierWatch start() {
    Thread.ofPlatform().name("carriers").daemon().start(this);
    return this;
  }

  void end() {
    ending.countDown();
  }

  @Override
  public void run() {
    String trouble = "";
    try {
      while (!ending.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        try {
          look();
          trouble = "";
        } catch (IOException | JMException | RuntimeException e) {
          if (!trouble.equals(e.toString())) {
            trouble = e.toString(); // said once, tried again at the next look
            LOG.error("virtual threads of bundles cannot be looked after", e);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void look() throws IOException, JMException {
    boolean stuck = !ran;
    if (!stuck) {
      ran = false;
      Thread.ofVirtual().name("probe").start(() -> ran = true);
    }
    if (!stuck && isCalm()) {
      before = Map.of();
      hot = Set.of();
      return;
    }
    Map<Integer, KernelThread> now = KernelThread.all(CarrierWatch::concerns);
    free(now);
    Set<Integer> hotNow = new HashSet<>();
    for (KernelThread thread : now.values()) {
      if (thread.name().startsWith(CARRIER) && used(thread) >= HOT_MILLIS) {
        hotNow.add(thread.id());
      }
    }
    boolean lasting = hotNow.stream().anyMatch(id -> hot.contains(id) && !held(id));
    boolean suspicion = !busy.keySet().containsAll(seenNanos.keySet());
    if (stuck || suspicion || (lasting && System.nanoTime() - quietUntilNanos >= 0)) {
      examine(now, stuck);
    }
    hot = hotNow;
    before = now;
  }

  /** Nothing computes, so that looking at every thread tells nothing; it is done now and then. */
  private boolean isCalm() throws IOException {
    long cpuMillis = KernelThread.cpuMillisOfAll();
    boolean calm = cpuMillis - cpuMillisBefore < HOT_MILLIS;
    cpuMillisBefore = cpuMillis;
    calmLooks = calm ? calmLooks + 1 : 0;
    return calm && busy.isEmpty() && seenNanos.isEmpty() && calmLooks % CALM_LOOKS != 0;
  }

  private static boolean concerns(String name) {
    return NAMES.stream().anyMatch(name::startsWith);
  }

  private long used(KernelThread now) {
    KernelThread then = before.get(now.id());
    return then == null ? 0 : now.cpuMillis() - then.cpuMillis();
  }

  private boolean held(int thread) {
    return busy.containsValue(thread);
  }

  /** Threads that are confined for no reason of their own, and those that compute no more. */
  private void free(Map<Integer, KernelThread> now) throws OsException, JMException {
    boolean over =
        busy.values()
            .removeIf(
                id ->
                    id != 0
                        && before.containsKey(id)
                        && (!now.containsKey(id) || used(now.get(id)) == 0));
    if (over) {
      makeRoom(Set.of());
    }
    for (int id : now.keySet()) {
      if (held(id)) {
        continue;
      }
      try {
        if (Affinity.isConfined(id)) {
          Affinity.free(id);
        }
      } catch (OsException e) {
        LOG.debug("thread {}: {}", id, e.getMessage()); // it has ended meanwhile
      }
    }
  }

  /** Finds out whose code runs on the carriers. */
  private void examine(Map<Integer, KernelThread> earlier, boolean stuck)
      throws IOException, JMException {
    List<Carrier> carriers = Carrier.of(pool.dump());
    Map<Integer, KernelThread> later = KernelThread.all(name -> name.startsWith(CARRIER));
    Map<String, Ward> foreign = new HashMap<>();
    for (Carrier carrier : carriers) {
      owner.apply(carrier.classes()).ifPresent(ward -> foreign.put(carrier.virtualThread(), ward));
    }
    seenNanos.keySet().retainAll(foreign.keySet());
    busy.entrySet().removeIf(one -> one.getValue() == 0 && !foreign.containsKey(one.getKey()));
    for (Carrier carrier : carriers) {
      String thread = carrier.virtualThread();
      Ward ward = foreign.get(thread);
      if (ward != null && tooLong(thread) && !busy.containsKey(thread)) {
        ward.quarantine(
            "has computed on a virtual thread without a pause for " + Ward.said(LONGEST));
        busy.put(thread, confine(carrier, carriers, foreign.keySet(), earlier, later));
      }
    }
    if (stuck) {
      makeRoom(foreign.keySet());
    }
    if (foreign.isEmpty()) {
      quietUntilNanos = System.nanoTime() + QUIET_NANOS;
    }
  }

  private boolean tooLong(String virtualThread) {
    long now = System.nanoTime();
    long since = seenNanos.computeIfAbsent(virtualThread, _ -> now);
    return now - since >= LONGEST.toNanos();
  }

  /** As many carriers for the others as there were, and more than there is need of now. */
  private void makeRoom(Set<String> seen) throws JMException {
    if (parallelism == 0) {
      parallelism = pool.parallelism();
    }
    Set<String> all = new HashSet<>(seen);
    all.addAll(busy.keySet());
    pool.parallelism(parallelism + (seen.isEmpty() ? 1 : 2) * all.size());
  }

  /**
   * Confines the thread of the kernel that is a carrier: the VM does not say which one that is, but
   * how much processor time it has taken.
   *
   * @return 0 when that is not certain
   */
  private static int confine(
      Carrier carrier,
      List<Carrier> all,
      Set<String> foreign,
      Map<Integer, KernelThread> earlier,
      Map<Integer, KernelThread> later)
      throws OsException {
    for (KernelThread thread : later.values()) {
      KernelThread then = earlier.get(thread.id());
      if (then == null || !between(then, carrier, thread)) {
        continue;
      }
      boolean certain =
          all.stream()
              .filter(other -> between(then, other, thread))
              .allMatch(other -> foreign.contains(other.virtualThread()));
      if (certain && !Affinity.isConfined(thread.id())) {
        Affinity.confine(thread.id());
        return thread.id();
      }
    }
    return 0;
  }

  private static boolean between(KernelThread then, Carrier carrier, KernelThread now) {
    return then.cpuMillis() - KernelThread.TICK_MILLIS <= carrier.cpuMillis()
        && carrier.cpuMillis() <= now.cpuMillis() + KernelThread.TICK_MILLIS;
  }
}
