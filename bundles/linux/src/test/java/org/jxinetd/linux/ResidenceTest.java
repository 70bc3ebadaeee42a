package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The resident launcher: one process, that may end at any time, for servers that know nothing of
 * it.
 */
class ResidenceTest {

  @TempDir static Path folder;
  private static Path helper;
  private static Path hello;
  private static Path probe;

  private final Residence residence = new Residence(helper, LaunchChannel.PATIENCE);

  @BeforeAll
  static void compile() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    helper = LauncherContractTest.helperProgram();
    hello = Compiler.compile("hello.c", folder);
    probe = Compiler.compile("probe.c", folder);
  }

  private static Command plain(Path program, List<String> arguments, List<String> environment) {
    return new Command(
        program.toString(),
        arguments,
        environment,
        Credentials.UNCHANGED,
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of());
  }

  private static Command plain(Path program) {
    return plain(program, List.of("server"), List.of());
  }

  private Spawner spawner() throws OsException {
    return Spawner.open(helper, Optional.of(residence));
  }

  /** Starts one hello; its client must hear exactly one. */
  private static void one(Spawner.Prepared prepared) throws Exception {
    try (Loopback loopback = Loopback.open()) {
      Child child = prepared.spawn(loopback.fd().number(), Map.of("A", "1"));
      loopback.fd().close();
      assertEquals("hello\n", loopback.rest());
      assertEquals(new Exit.Exited(0), child.await());
    }
  }

  private static void many(Spawner.Prepared prepared, int count, int threads, Runnable done)
      throws Exception {
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        tasks.add(
            () -> {
              for (int i = 0; i < count / threads; i++) {
                one(prepared);
                done.run();
              }
              return null;
            });
      }
      for (Future<Void> task : pool.invokeAll(tasks)) {
        assertEquals(null, task.get());
      }
    }
  }

  private static void until(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + Loopback.LONGEST;
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, what);
      Thread.onSpinWait();
    }
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private static long descriptors(long pid) {
    try (Stream<Path> all = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return all.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long pid() {
    return residence.process().orElseThrow().pid();
  }

  @Test
  void startsEveryServerWithOneProcessThatHoldsNothing() throws Exception {
    Spawner.Prepared prepared = spawner().prepare(plain(hello));
    assertEquals(Optional.empty(), residence.process(), "not before it is needed");
    one(prepared);
    long first = pid();
    one(prepared);
    assertEquals(first, pid());
    String command = Files.readString(Path.of("/proc/" + first + "/cmdline")).replace('\0', ' ');
    assertEquals(helper + " resident=1 ", command);
    assertEquals("", Files.readString(Path.of("/proc/" + first + "/environ")));
    until(() -> descriptors(first) == 4, "socket, answers twice, reports; nothing of a client");
  }

  @Test
  void tenThousandServersLeaveNothingBehind() throws Exception {
    Spawner.Prepared prepared = spawner().prepare(plain(hello));
    many(prepared, 200, 8, () -> {});
    Set<Long> before = children();
    long ours = descriptors(ProcessHandle.current().pid());
    long theirs = pid();
    many(prepared, 10_000, 16, () -> {});
    assertEquals(theirs, pid(), "the same launcher");
    until(() -> children().equals(before), "processes are left: " + children());
    until(
        () -> descriptors(ProcessHandle.current().pid()) <= ours + 2, // sockets the JDK closes late
        "descriptors are left");
    until(() -> descriptors(theirs) == 4, "the launcher keeps descriptors");
  }

  @Test
  void losesNoServerAndStartsNoneTwiceWhenItIsKilled() throws Exception {
    Spawner.Prepared prepared = spawner().prepare(plain(hello));
    Set<Long> before = children();
    AtomicInteger done = new AtomicInteger();
    AtomicInteger killed = new AtomicInteger();
    Thread killer =
        Thread.ofPlatform()
            .start(
                () -> {
                  int next = 25;
                  while (done.get() < 2000) {
                    Optional<Child> process = residence.process();
                    if (done.get() >= next && process.isPresent()) {
                      process.get().signal(Signals.SIGKILL);
                      killed.incrementAndGet();
                      next = done.get() + 25; // the next one has proved itself by then
                    }
                    Thread.yield();
                  }
                });
    many(prepared, 2000, 16, done::incrementAndGet);
    killer.join();
    assertTrue(killed.get() >= 20, "killed only " + killed);
    Set<Long> now = new HashSet<>(before);
    one(prepared);
    now.add(pid());
    until(() -> children().equals(now), "processes are left");
  }

  @Test
  void isReplacedWhenItDoesNotAnswer() throws Exception {
    Residence hasty = new Residence(helper, Duration.ofMillis(200));
    Spawner.Prepared prepared = Spawner.open(helper, Optional.of(hasty)).prepare(plain(hello));
    one(prepared);
    Child stopped = hasty.process().orElseThrow();
    stopped.signal(19); // SIGSTOP
    one(prepared);
    assertNotEquals(stopped.pid(), hasty.process().orElseThrow().pid());
  }

  @Test
  void isNotNeededWhereItDoesNotStay() throws Exception {
    Path script = folder.resolve("helper");
    Files.writeString(
        script,
        "#!/bin/sh\n[ \"$1\" = resident=1 ] && exec /bin/false\nexec " + helper + " \"$@\"\n");
    assertTrue(script.toFile().setExecutable(true, false));
    Residence broken = new Residence(script, LaunchChannel.PATIENCE);
    Spawner.Prepared prepared = Spawner.open(script, Optional.of(broken)).prepare(plain(hello));
    for (int i = 0; i < 5; i++) {
      one(prepared);
    }
    assertEquals(Optional.empty(), broken.process());
  }

  @Test
  void isNotNeededWhereItMayStartNothing() throws Exception {
    Path refusing = Compiler.compile("refusing.c", folder);
    Path script = folder.resolve("filtered");
    Files.writeString(
        script,
        "#!/bin/sh\n[ \"$1\" = resident=1 ] && exec "
            + refusing
            + "\nexec "
            + helper
            + " \"$@\"\n");
    assertTrue(script.toFile().setExecutable(true, false));
    Residence filtered = new Residence(script, LaunchChannel.PATIENCE);
    Spawner.Prepared prepared = Spawner.open(script, Optional.of(filtered)).prepare(plain(hello));
    for (int i = 0; i < 5; i++) {
      one(prepared);
    }
    assertEquals(Optional.empty(), filtered.process());
  }

  @Test
  void leavesWhatIsTooLargeForItToAnother() throws Exception {
    String large = "x".repeat(100_000);
    assertFalse(LaunchMessage.of(plain(hello, List.of("a", large), List.of())).fits());
    Probe probed = Probe.run(spawner(), plain(probe, List.of("a", large), List.of()), Map.of());
    assertEquals(List.of("a", large), probed.all("argv"));
    List<String> words = IntStream.range(0, 5000).mapToObj(i -> "w" + i).toList();
    assertEquals(words, Probe.run(spawner(), plain(probe, words, List.of()), Map.of()).all("argv"));
    List<String> most = IntStream.range(0, 4096).mapToObj(i -> "w" + i).toList();
    assertTrue(LaunchMessage.of(plain(hello, most, List.of())).fits());
    Map<String, String> one = Map.of("A", "1");
    assertEquals(most, Probe.run(spawner(), plain(probe, most, List.of()), one).all("argv"));
    String wide = "y".repeat(20_000); // too much for what each start may add
    probed = Probe.run(spawner(), plain(probe), Map.of("WIDE", wide));
    assertEquals(List.of("WIDE=" + wide), probed.all("env"));
    List<String> full = List.of("A=" + "z".repeat(65_300)); // just fits without what is added
    assertTrue(LaunchMessage.of(plain(hello, List.of("a"), full)).fits());
    probed = Probe.run(spawner(), plain(probe, List.of("a"), full), Map.of("B", "b".repeat(300)));
    assertEquals(2, probed.all("env").size());
  }

  @Test
  void takesNothingOfOneServerToTheNext() throws Exception {
    assumeTrue(Self.effectiveUid() == 0, "only root can become somebody else");
    Spawner spawner = spawner();
    String before = withoutPids(Probe.run(spawner, plain(probe), Map.of()).text());
    Command everything =
        new Command(
            probe.toString(),
            List.of("in.probed", "-x"),
            List.of("SECRET=1"),
            new Credentials(
                OptionalInt.of(4242), OptionalInt.of(4243), Optional.of(List.of(7, 8, 9))),
            OptionalInt.of(077),
            OptionalInt.of(7),
            List.of(
                new ResourceLimit(ResourceLimit.Resource.NOFILE, 33, 44),
                new ResourceLimit(ResourceLimit.Resource.CPU, 5, 5),
                new ResourceLimit(ResourceLimit.Resource.STACK, 1 << 20, 1 << 20)));
    long launcher = pid();
    assertEquals("4242 4242 4242", Probe.run(spawner, everything, Map.of()).one("uid"));
    assertEquals(before, withoutPids(Probe.run(spawner, plain(probe), Map.of()).text()));
    assertEquals(launcher, pid());
  }

  private static String withoutPids(String text) {
    return text.lines()
        .filter(line -> !line.matches("(pid|pgid|sid|fd\\.[0-9]+) .*"))
        .collect(Collectors.joining("\n"));
  }
}
