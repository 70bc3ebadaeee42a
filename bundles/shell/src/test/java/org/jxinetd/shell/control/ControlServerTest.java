package org.jxinetd.shell.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.host.control.Xinetctl;
import org.jxinetd.shell.command.CommandSet;
import org.jxinetd.shell.command.FakePlatform;

/** The socket with its own client, and with clients that mean harm. */
@Timeout(60)
class ControlServerTest {

  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(200);

  @TempDir Path folder;

  private final FakePlatform platform = new FakePlatform();
  private final CommandSet commands = CommandSet.standard(platform, Clock.systemUTC());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private ControlServer server;

  private void start(Bounds bounds) throws Exception {
    SocketFile file = SocketFile.create(path(), Optional.empty(), false);
    start(file, Peers.of(file.owner(), Optional.empty(), (_, _) -> false), bounds);
  }

  private void start(SocketFile file, Peers peers, Bounds bounds) {
    server = ControlServer.start(file, peers, commands, bounds);
  }

  private Path path() {
    return folder.resolve("control");
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private int xinetctl(String... words) {
    List<String> all = new ArrayList<>(List.of("-control", path().toString()));
    all.addAll(List.of(words));
    return Xinetctl.run(all.toArray(String[]::new), out, err);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private SocketChannel connect() throws IOException {
    return SocketChannel.open(UnixDomainSocketAddress.of(path()));
  }

  /** Everything the server says until it hangs up. */
  private static String hear(SocketChannel client) throws IOException {
    ByteArrayOutputStream heard = new ByteArrayOutputStream();
    ByteBuffer some = ByteBuffer.allocate(4096);
    while (isRead(client, some.clear())) {
      heard.write(some.array(), 0, some.position());
    }
    return heard.toString(StandardCharsets.ISO_8859_1);
  }

  /** Hanging up on bytes that were not read is a reset; the answer was read before it. */
  private static boolean isRead(SocketChannel client, ByteBuffer some) throws IOException {
    try {
      return client.read(some) >= 0;
    } catch (SocketException reset) {
      assertEquals("Connection reset", reset.getMessage());
      return false;
    }
  }

  private static ByteBuffer wire(int length, String bytes) {
    byte[] payload = bytes.getBytes(StandardCharsets.ISO_8859_1);
    return ByteBuffer.allocate(4 + payload.length).putInt(length).put(payload).flip();
  }

  private String answerTo(ByteBuffer bytes) throws IOException {
    try (SocketChannel client = connect()) {
      client.write(bytes);
      client.shutdownOutput();
      return hear(client);
    }
  }

  private static String error(String message, int status) {
    String body = message + "\n";
    return "E" + number(body.length()) + body + "X" + number(4) + number(status);
  }

  private static String number(int value) {
    return new String(ByteBuffer.allocate(4).putInt(value).array(), StandardCharsets.ISO_8859_1);
  }

  @Test
  void theClientPrintsTheAnswerAndEndsWithTheStatus() throws Exception {
    start(Bounds.STANDARD);
    platform.service("ftp", new ServiceState.Listening());
    assertEquals(0, xinetctl("services"));
    assertTrue(out().contains("ftp      0.0.0.0:21  stream/tcp nowait"), out());
    assertEquals("", err());
    assertEquals(1, xinetctl("service", "größe\u001b"));
    assertEquals("no service größe?\n", err());
  }

  @Test
  void wrongUsageTravelsAsSixtyFour() throws Exception {
    start(Bounds.STANDARD);
    assertEquals(64, xinetctl());
    assertEquals(64, xinetctl("reload", "-q"));
    assertEquals("", out());
  }

  @Test
  void anAnswerOfMegabytesArrivesWhole() throws Exception {
    start(Bounds.STANDARD);
    for (int i = 0; i < 10_000; i++) {
      platform.service("service-" + i, new ServiceState.Listening());
    }
    assertEquals(0, xinetctl("services"));
    assertEquals(10_001, out().lines().count());
    out.reset();
    assertEquals(0, xinetctl("services", "--json"));
    assertEquals(1, out().lines().count());
    assertTrue(
        out().endsWith("\"origin\":\"/etc/xinetd.d/service-9999:3\",\"last_good\":false}]\n"));
  }

  @Test
  void withoutAServerTheClientSaysSoAndEndsWith69() {
    assertEquals(69, xinetctl("services"));
    assertTrue(err().startsWith("xinetctl: no server answers on " + path()), err());
    assertEquals(1, err().lines().count());
  }

  @Test
  void aClosedServerLeavesNoFileAndCannotBeReached() throws Exception {
    start(Bounds.STANDARD);
    server.close();
    assertFalse(Files.exists(path()));
    assertEquals(69, xinetctl("services"));
  }

  @Test
  void aStrangerIsRefusedWithASentence() throws Exception {
    SocketFile file = SocketFile.create(path(), Optional.empty(), false);
    UserPrincipal other =
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("70001");
    start(file, new Peers(other, other, Optional.empty(), (_, _) -> true), Bounds.STANDARD);
    assertEquals(1, xinetctl("reload"));
    assertTrue(err().endsWith(" may not command this server\n"), err());
    assertEquals(List.of(), platform.dryRuns);
  }

  @Test
  void oneClientTooManyIsToldAndThePlaceIsFreeAgainLater() throws Exception {
    start(new Bounds(16, 1, LONG, LONG));
    List<SocketChannel> idle = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      idle.add(connect());
    }
    try (SocketChannel seventeenth = connect()) {
      assertEquals(
          error("the server is busy with 16 other commands; try again", 1), hear(seventeenth));
    }
    assertEquals(1, xinetctl("reload"));
    assertEquals(List.of(), platform.dryRuns);
    for (SocketChannel client : idle) {
      client.close();
    }
    awaitFreePlaces(16);
    assertEquals(0, xinetctl("reload"));
  }

  private void awaitFreePlaces(int number) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          while (server.freePlaces() < number) {
            Thread.onSpinWait();
          }
        });
  }

  @Test
  void aSilentClientIsCutOffAndHoldsUpNobody() throws Exception {
    start(new Bounds(2, 1, SHORT, LONG));
    try (SocketChannel silent = connect()) {
      silent.write(ByteBuffer.wrap(new byte[] {0, 0}));
      assertEquals(0, xinetctl("services"));
      assertEquals("", hear(silent));
    }
    awaitFreePlaces(2);
  }

  @Test
  void aClientThatTakesNoAnswerIsCutOff() throws Exception {
    start(new Bounds(2, 1, LONG, SHORT));
    for (int i = 0; i < 10_000; i++) {
      platform.service("service-" + i, new ServiceState.Listening());
    }
    try (SocketChannel greedy = connect()) {
      greedy.write(wire(9, "services\0"));
      // the answer has begun; what is not read fills the buffer until the place is given back
      assertEquals(1, greedy.read(ByteBuffer.allocate(1)));
      awaitFreePlaces(2);
      assertFalse(hear(greedy).contains("service-9999 "));
    }
    assertEquals(0, xinetctl("servers"));
  }

  @Test
  void tooLongARequestIsRefusedUnread() throws Exception {
    start(Bounds.STANDARD);
    String answer = error("the request is longer than 65536 bytes; nothing was done", 64);
    assertEquals(answer, answerTo(wire(65_537, "")));
    assertEquals(answer, answerTo(wire(-1, "")));
    assertEquals(64, xinetctl("services", "x".repeat(70_000)));
  }

  @Test
  void aTruncatedRequestDoesNothing() throws Exception {
    start(Bounds.STANDARD);
    String answer = error("the request ends before its length is reached; nothing was done", 64);
    assertEquals(answer, answerTo(wire(7, "reload")));
    assertEquals(answer, answerTo(ByteBuffer.wrap(new byte[] {0, 0, 0})));
    assertEquals(answer, answerTo(ByteBuffer.allocate(0)));
    assertEquals(List.of(), platform.dryRuns);
  }

  @Test
  void garbageIsRefusedWithoutEndingTheServer() throws Exception {
    start(Bounds.STANDARD);
    assertEquals(
        error("the last word is not ended by a NUL; nothing was done", 64),
        answerTo(wire(6, "reload")));
    assertEquals(
        error("the request is not UTF-8; nothing was done", 64),
        answerTo(wire(3, "\u00ff\u00fe\0")));
    assertEquals(
        error("the request is longer than 65536 bytes; nothing was done", 64),
        answerTo(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))));
    assertEquals(0, xinetctl("reload"));
    assertEquals(List.of(false), platform.dryRuns);
  }

  @Test
  void aCommandWithADefectIsASentenceAndTheServerGoesOn() throws Exception {
    start(Bounds.STANDARD);
    platform.report = null;
    assertEquals(1, xinetctl("reload"));
    assertTrue(err().contains("defect"), err());
    assertEquals(0, xinetctl("services"));
  }

  private static String hearFirst(SocketChannel client, String until) throws IOException {
    StringBuilder heard = new StringBuilder();
    ByteBuffer some = ByteBuffer.allocate(4096);
    while (heard.indexOf(until) < 0 && client.read(some.clear()) > 0) {
      heard.append(StandardCharsets.UTF_8.decode(some.flip()));
    }
    return heard.toString();
  }

  @Test
  void aClientThatFollowsHearsOfEventsAtOnceAndItsPlaceIsFreeWhenItGoes() throws Exception {
    start(new Bounds(2, 1, LONG, LONG));
    platform.service("ftp", new ServiceState.Listening());
    platform.happened("ftp");
    try (SocketChannel follower = connect()) {
      follower.write(wire(7, "log\0-f\0"));
      assertTrue(hearFirst(follower, "START ftp").contains("START ftp"));
      platform.happened("ftp");
      assertTrue(hearFirst(follower, "START ftp").contains("START ftp"));
      assertEquals(1, xinetctl("log", "-f"), "only one may follow here");
      assertTrue(err().contains("too many others follow"), err());
    }
    awaitFreePlaces(2);
    assertEquals(1, server.freeStreams());
  }

  @Test
  void closingEndsAClientThatFollowsInSilence() throws Exception {
    start(new Bounds(2, 1, LONG, LONG));
    try (SocketChannel follower = connect()) {
      follower.write(wire(7, "log\0-f\0"));
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            while (server.freeStreams() == 1) {
              Thread.onSpinWait();
            }
          });
      server.close();
      awaitFreePlaces(2);
    }
  }

  /** In one piece: whoever hears of the first part may be gone before the second. */
  private static ByteBuffer followed(ByteBuffer request, int... bytes) {
    ByteBuffer all = ByteBuffer.allocate(request.remaining() + bytes.length).put(request);
    for (int one : bytes) {
      all.put((byte) one);
    }
    return all.flip();
  }

  @Test
  void aByteBehindTheRequestEndsACommandThatFollows() throws Exception {
    start(new Bounds(2, 1, LONG, LONG));
    try (SocketChannel follower = connect()) {
      follower.write(followed(wire(7, "top\0-n\0"), 1, 2, 3));
      hear(follower);
    }
    try (SocketChannel follower = connect()) {
      follower.write(followed(wire(7, "log\0-f\0"), 1));
      hear(follower);
    }
    awaitFreePlaces(2);
    assertEquals(1, server.freeStreams());
  }

  @Test
  void closingCutsClientsOff() throws Exception {
    start(new Bounds(2, 1, LONG, LONG));
    try (SocketChannel client = connect()) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            while (server.freePlaces() == 2) {
              Thread.onSpinWait();
            }
          });
      server.close();
      assertEquals("", hear(client));
    }
  }
}
