package org.jxinetd.handler.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.linux.Child;
import org.jxinetd.linux.Command;
import org.jxinetd.linux.Credentials;
import org.jxinetd.linux.Errno;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.jxinetd.linux.Sockets;
import org.jxinetd.linux.Spawner;

class ExecHandlerTest {

  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofMinutes(1);

  @BeforeEach
  void forgetOlderLines() {
    RecordedLog.clear();
  }

  /** A client whose socket is any socket. */
  private static class Client implements Exchange {
    private final List<Running> servers = new ArrayList<>();
    private final Fd fd;
    private int timedOut;
    private boolean gone;

    Client(Fd fd) {
      this.fd = fd;
    }

    @Override
    public Request request() {
      return new Request(
          ServiceSpec.builder("test", "finger").build(),
          Optional.of(new Endpoint(Address.inet(0x7f000001), 9)),
          Optional.empty(),
          Instant.EPOCH);
    }

    @Override
    public SpawnChanges changes() {
      return new SpawnChanges(Map.of("BY_RULE", "1"));
    }

    @Override
    public int descriptor() {
      return fd.number();
    }

    @Override
    public Connection connection() {
      throw new AssertionError("a program gets the descriptor");
    }

    @Override
    public void started(Running server) {
      servers.add(server);
    }

    @Override
    public boolean retrying(Duration pause) throws InterruptedException {
      Thread.sleep(pause);
      return !gone;
    }

    @Override
    public void timedOut() {
      timedOut++;
    }
  }

  /** Fails a number of times before it starts a real program. */
  private static final class Failing implements Spawner.Prepared {
    private final int failures;
    private final int errno;
    private final Spawner.Prepared then;
    private final List<Map<String, String>> environments = new ArrayList<>();

    Failing(int failures, int errno, Spawner.Prepared then) {
      this.failures = failures;
      this.errno = errno;
      this.then = then;
    }

    @Override
    public Child spawn(int stdio, int errors, Map<String, String> extra)
        throws OsException, InterruptedException {
      environments.add(extra);
      if (environments.size() <= failures) {
        throw new OsException("posix_spawn", "/bin/x", errno);
      }
      return then.spawn(stdio, errors, extra);
    }
  }

  private static Spawner.Prepared program(String path, String... arguments) throws OsException {
    return Spawner.open(Optional.empty())
        .prepare(
            new Command(
                path,
                List.of(arguments),
                List.of(),
                Credentials.UNCHANGED,
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of()));
  }

  private static ExecHandler handler(Spawner.Prepared prepared, int attempts) {
    return handler(prepared, new ExecHandler.Terms(attempts, SOON, Duration.ZERO, SOON));
  }

  private static ExecHandler handler(Spawner.Prepared prepared, ExecHandler.Terms terms) {
    return new ExecHandler(
        "finger", "/bin/x", changes -> prepared, Environment.EMPTY, new Stderr.Client(), terms);
  }

  private static Outcome serve(ExecHandler handler, List<Running> servers) throws Exception {
    try (Fd fd = Sockets.open(Family.INET, SocketType.DGRAM, 0)) {
      Client client = new Client(fd);
      assertTrue(RecordedLog.take().stream().noneMatch(line -> line.startsWith("ERROR")));
      Outcome outcome = handler.serve(client);
      servers.addAll(client.servers);
      return outcome;
    }
  }

  @Test
  void triesAgainWhileTheSystemLacksProcesses() throws Exception {
    Failing failing = new Failing(2, Errno.EAGAIN, program("/bin/sh", "sh", "-c", "exit 3"));
    List<Running> servers = new ArrayList<>();
    assertEquals(new Outcome.Exited(3), serve(handler(failing, 5), servers));
    assertEquals(1, servers.size());
    assertTrue(servers.getFirst().pid() > 1);
    String line = "ERROR finger: fork failed: Resource temporarily unavailable (errno = 11)";
    assertEquals(List.of(line, line), RecordedLog.take());
    Map<String, String> extra =
        Map.of(
            "REMOTE_HOST", "127.0.0.1", "REMOTE_PORT", "9", "SERVICE_ID", "finger", "BY_RULE", "1");
    assertEquals(List.of(extra, extra, extra), failing.environments);
  }

  @Test
  void givesUpAfterTheLastAttempt() throws Exception {
    Failing failing = new Failing(99, Errno.ENOMEM, program("/bin/sh", "sh"));
    List<Running> servers = new ArrayList<>();
    assertEquals(new Outcome.NotStarted(Reason.FORK), serve(handler(failing, 5), servers));
    assertEquals(5, failing.environments.size());
    assertEquals(List.of(), servers);
    List<String> log = RecordedLog.take();
    assertEquals(6, log.size());
    assertEquals("ERROR finger: fork failed: Cannot allocate memory (errno = 12)", log.getFirst());
    assertEquals("ERROR service finger: too many consecutive fork failures", log.getLast());
  }

  @Test
  void triesOnceWithNoRetry() throws Exception {
    Failing failing = new Failing(99, Errno.EAGAIN, program("/bin/sh", "sh"));
    assertEquals(
        new Outcome.NotStarted(Reason.FORK), serve(handler(failing, 1), new ArrayList<>()));
    assertEquals(1, failing.environments.size());
    assertEquals(1, RecordedLog.take().size());
  }

  @Test
  void triesOnceWhenAnotherAttemptCannotHelp() throws Exception {
    Failing failing = new Failing(99, Errno.EINVAL, program("/bin/sh", "sh"));
    assertEquals(
        new Outcome.NotStarted(Reason.FORK), serve(handler(failing, 5), new ArrayList<>()));
    assertEquals(1, failing.environments.size());
  }

  @Test
  void pausesBetweenAttempts() throws Exception {
    Failing failing = new Failing(99, Errno.EAGAIN, program("/bin/sh", "sh"));
    ExecHandler slow =
        handler(failing, new ExecHandler.Terms(5, Duration.ofDays(1), Duration.ZERO, SOON));
    Thread.currentThread().interrupt(); // ends the first pause
    assertThrows(InterruptedException.class, () -> serve(slow, new ArrayList<>()));
    assertEquals(1, failing.environments.size());
  }

  @Test
  void logsAProgramThatCannotBeExecutedAndEndsWithTheLaunchersStatus(@TempDir Path folder)
      throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "echo hello\n");
    assertTrue(text.toFile().setExecutable(true));
    ExecHandler handler = handler(program(text.toString(), "x"), 5);
    List<Running> servers = new ArrayList<>();
    assertEquals(new Outcome.Exited(126), serve(handler, servers));
    assertEquals(1, servers.size(), "started and ended, as in xinetd");
    assertEquals(
        List.of("ERROR service finger: execv( /bin/x ) failed: Exec format error (errno = 8)"),
        RecordedLog.take());
  }

  @Test
  void logsWhatTheChainComplainsOfAndKeepsItFromTheClient() throws Exception {
    assumeTrue(Self.effectiveUid() == 0, "only root can become somebody else");
    Credentials nobody =
        new Credentials(OptionalInt.of(65534), OptionalInt.of(65534), Optional.of(List.of()));
    Spawner.Prepared prepared =
        Spawner.open(Optional.empty())
            .prepare(
                new Command(
                    "/bin/sh",
                    List.of("sh", "-c", "exit 0"),
                    List.of(),
                    nobody,
                    OptionalInt.empty(),
                    OptionalInt.of(-5),
                    List.of()));
    assertEquals(new Outcome.Exited(0), serve(handler(prepared, 1), new ArrayList<>()));
    List<String> log = new ArrayList<>();
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (log.stream().noneMatch(line -> line.endsWith("Permission denied"))) {
      assertTrue(System.nanoTime() < deadline, log.toString());
      log.addAll(RecordedLog.take());
      Thread.onSpinWait();
    }
    assertTrue(log.getFirst().startsWith("WARN starting a server: "), log.toString());
  }

  @Test
  void tellsTheSignalThatEndedTheServer() throws Exception {
    ExecHandler handler = handler(program("/bin/sh", "sh", "-c", "kill -15 $$"), 5);
    assertEquals(new Outcome.Signaled(15), serve(handler, new ArrayList<>()));
    assertEquals(List.of(), RecordedLog.take());
  }

  @Test
  void tellsAStatusThatLooksLikeAFailure() throws Exception {
    ExecHandler handler = handler(program("/bin/sh", "sh", "-c", "exit 127"), 5);
    assertEquals(new Outcome.Exited(127), serve(handler, new ArrayList<>()));
    assertEquals(List.of(), RecordedLog.take());
  }

  @Test
  void endsAServerOnDemand() throws Exception {
    for (int signal : new int[] {15, 9}) {
      try (Fd fd = Sockets.open(Family.INET, SocketType.DGRAM, 0)) {
        Client client =
            new Client(fd) {
              @Override
              public void started(Running server) {
                if (signal == 15) {
                  server.terminate();
                } else {
                  server.kill();
                }
              }
            };
        ExecHandler handler = handler(program("/bin/sleep", "sleep", "600"), 5);
        assertEquals(new Outcome.Signaled(signal), handler.serve(client));
      }
    }
  }

  @Test
  void triesNoMoreWhenTheServiceIsGone() throws Exception {
    Failing failing = new Failing(99, Errno.EAGAIN, program("/bin/sh", "sh"));
    try (Fd fd = Sockets.open(Family.INET, SocketType.DGRAM, 0)) {
      Client client = new Client(fd);
      client.gone = true;
      assertEquals(new Outcome.NotStarted(Reason.FORK), handler(failing, 5).serve(client));
    }
    assertEquals(1, failing.environments.size());
  }

  private static Outcome serveFor(
      Duration session, Duration grace, Client client, String... arguments) throws Exception {
    Spawner.Prepared prepared = program("/bin/sh", arguments);
    RecordedLog.clear();
    return handler(prepared, new ExecHandler.Terms(1, SOON, session, grace)).serve(client);
  }

  @Test
  void endsASessionWhoseTimeIsUp() throws Exception {
    try (Fd fd = Sockets.open(Family.INET, SocketType.DGRAM, 0)) {
      Client client = new Client(fd);
      assertEquals(
          new Outcome.Signaled(15), serveFor(SOON, LONG, client, "sh", "-c", "exec sleep 600"));
      assertEquals(1, client.timedOut);
      List<String> log = RecordedLog.take();
      assertEquals(1, log.size(), log.toString());
      assertTrue(
          log.getFirst().contains(" for 127.0.0.1 has taken the session_time of 0 s"),
          log.getFirst());
    }
  }

  @Test
  void killsTheWholeGroupOfAServerThatDoesNotEnd(@TempDir Path folder) throws Exception {
    Path child = folder.resolve("child");
    // neither ends by SIGTERM; the inner one leaves its number
    String stubborn = "trap '' TERM; (echo $BASHPID; while :; do sleep 600; done) >" + child;
    try (Fd fd = Sockets.open(Family.INET, SocketType.DGRAM, 0)) {
      Client client = new Client(fd);
      Spawner.Prepared prepared = program("/bin/bash", "bash", "--norc", "-c", stubborn);
      ExecHandler.Terms terms =
          new ExecHandler.Terms(1, SOON, Duration.ofSeconds(1), Duration.ofMillis(100));
      assertEquals(new Outcome.Signaled(9), handler(prepared, terms).serve(client));
    }
    long inner = Long.parseLong(Files.readString(child).strip());
    long deadline = System.nanoTime() + LONG.toNanos();
    while (ProcessHandle.of(inner).isPresent()) {
      assertTrue(System.nanoTime() < deadline, "the server's child lives on");
      Thread.onSpinWait();
    }
  }

  @Test
  void leavesASessionAloneThatEndsInTime() throws Exception {
    try (Fd fd = Sockets.open(Family.INET, SocketType.DGRAM, 0)) {
      Client client = new Client(fd);
      assertEquals(new Outcome.Exited(4), serveFor(LONG, LONG, client, "sh", "-c", "exit 4"));
      assertEquals(0, client.timedOut);
    }
  }
}
