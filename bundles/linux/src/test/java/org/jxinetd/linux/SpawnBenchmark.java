package org.jxinetd.linux;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts how many servers a second can be started: accept, spawn a static program as nobody, await
 * its end. Run as root with the test class path: {@code SpawnBenchmark [HELPER]}; without the
 * helper the chain is measured.
 */
final class SpawnBenchmark {

  private static final int CLIENTS = 32;
  private static final int ROUNDS = 5;

  private SpawnBenchmark() {}

  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("bench");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path hello = Compiler.compile("hello.c", folder);
    Optional<Path> helper =
        arguments.length > 0 ? Optional.of(Path.of(arguments[0])) : Optional.empty();
    Credentials nobody =
        new Credentials(OptionalInt.of(65534), OptionalInt.of(65534), Optional.of(List.of()));
    Command command =
        new Command(
            hello.toString(),
            List.of("hello"),
            List.of("PATH=/usr/bin:/bin"),
            nobody,
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of());
    Spawner.Prepared prepared = Spawner.open(helper).prepare(command);
    int perRound = helper.isPresent() ? 4000 : 600;
    try (Fd listener = Loopback.listener()) {
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        round(listener, prepared, perRound);
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%.0f a second%n", perRound / seconds);
      }
    }
    for (String file : List.of("hello", "hello.c", "")) {
      Files.delete(folder.resolve(file));
    }
  }

  private static void round(Fd listener, Spawner.Prepared prepared, int count) throws Exception {
    AtomicInteger left = new AtomicInteger(count);
    List<Thread> threads = new ArrayList<>();
    int port = Sockets.local(listener).port();
    Object accepting = new Object();
    for (int i = 0; i < CLIENTS; i++) {
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (left.getAndDecrement() > 0) {
                        one(listener, port, accepting, prepared);
                      }
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void one(Fd listener, int port, Object accepting, Spawner.Prepared prepared)
      throws Exception {
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Sockets.Accepted accepted = null;
      synchronized (accepting) {
        while (accepted == null) {
          boolean ready = Poller.await(listener, Poller.READ, Loopback.LONGEST);
          accepted = ready ? Sockets.accept(listener) : null;
        }
      }
      Child child;
      try (Fd fd = accepted.fd()) {
        child = prepared.spawn(fd.number(), Map.of("REMOTE_HOST", "127.0.0.1"));
      }
      Exit exit = child.await();
      if (!exit.equals(new Exit.Exited(0))) {
        throw new IllegalStateException(exit + " " + child.failure());
      }
      if (client.getInputStream().read() < 0) {
        // another thread's client may have been accepted here: its answer comes all the same
        throw new IllegalStateException("no answer");
      }
    }
  }
}
