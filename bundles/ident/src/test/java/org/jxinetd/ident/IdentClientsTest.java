package org.jxinetd.ident;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/** Against an ident server of the test's own. */
@Timeout(30)
class IdentClientsTest {

  private static final Endpoint LOCAL = new Endpoint(Address.inet(0x7f00_0001), 110);

  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final List<InetAddress> askers = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private ServerSocket server;

  /** Answers each question with what the function makes of it; "" for an end without an answer. */
  private int serve(Function<String, String> answer) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.7"));
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              while (true) {
                try (Socket client = server.accept()) {
                  askers.add(client.getInetAddress());
                  String line =
                      new BufferedReader(
                              new InputStreamReader(
                                  client.getInputStream(), StandardCharsets.ISO_8859_1))
                          .readLine();
                  questions.add(line);
                  String text = answer.apply(line);
                  client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
                } catch (IOException closed) {
                  return;
                }
              }
            });
    return server.getLocalPort();
  }

  @AfterEach
  void close() throws IOException {
    release.countDown();
    if (server != null) {
      server.close();
    }
  }

  private static Request request(Endpoint local) {
    return new Request(
        ServiceSpec.builder("pid", "pop3").build(),
        Optional.of(new Endpoint(Address.parse("127.0.0.7").orElseThrow(), 40000)),
        Optional.of(local),
        Instant.EPOCH);
  }

  private static Identity ask(IdentClients clients, String... seconds)
      throws ConfigException, InterruptedException {
    ServiceSpec.Builder service = ServiceSpec.builder("pid", "pop3");
    if (seconds.length > 0) {
      service.attribute("ident_timeout", seconds);
    }
    return clients.compile(service.build()).ask(request(LOCAL));
  }

  private static Identity unknown(String why) {
    return new Identity.Unknown(why);
  }

  @Test
  void asksTheClientsHostFromTheAddressThatTheClientUses() throws Exception {
    int port = serve(line -> line + " : USERID : UNIX : alice\r\n");
    assertEquals(new Identity.Known("UNIX : alice"), ask(new IdentClients(port, 1)));
    assertEquals(List.of("40000,110"), questions);
    assertEquals(List.of(InetAddress.ofLiteral("127.0.0.1")), askers);
  }

  @Test
  void logprocsSaysHowManyQuestionsMayBeOpen() {
    assertEquals(3, IdentClients.mostQuestions("3"));
    assertEquals(512, IdentClients.mostQuestions("0"));
    assertEquals(512, IdentClients.mostQuestions(null));
    assertEquals(512, IdentClients.mostQuestions("-1"));
  }

  @Test
  void nobodyListens() throws Exception {
    int port = serve(line -> "");
    server.close();
    assertEquals(unknown("no server"), ask(new IdentClients(port, 1)));
  }

  /** A server that takes no more connections for now: the kernel drops what would open one. */
  private List<Socket> crowded() throws IOException {
    server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.7"));
    List<Socket> crowd = new ArrayList<>();
    while (true) {
      Socket next = new Socket();
      crowd.add(next);
      try {
        next.connect(server.getLocalSocketAddress(), 200);
      } catch (SocketTimeoutException full) {
        return crowd;
      }
    }
  }

  private static void leave(List<Socket> crowd) throws IOException {
    for (Socket one : crowd) {
      one.close();
    }
  }

  @Test
  void endsAConnectionThatDoesNotComeAbout() throws Exception {
    List<Socket> crowd = crowded();
    long before = System.nanoTime();
    assertEquals(unknown("timeout"), ask(new IdentClients(server.getLocalPort(), 1), "1"));
    long millis = (System.nanoTime() - before) / 1_000_000;
    assertTrue(millis >= 1_000 && millis < 4_000, millis + " ms");
    leave(crowd);
  }

  private static Thread asking(IdentClients clients, CompletableFuture<Identity> answer) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(ask(clients, "20"));
              } catch (ConfigException | InterruptedException e) {
                answer.completeExceptionally(e);
              }
            });
  }

  private static void awaitItsWait(Thread asking) {
    while (asking.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait(); // the test's own limit ends this
    }
  }

  @Test
  void takesAnAnswerThatComesInPieces() throws Exception {
    server = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.7"));
    CompletableFuture<Identity> answer = new CompletableFuture<>();
    Thread asking = asking(new IdentClients(server.getLocalPort(), 1), answer);
    try (Socket client = server.accept()) {
      for (String piece : List.of("40000,110 : USER", "ID : UNIX ", ": bob\r\n")) {
        awaitItsWait(asking);
        client.getOutputStream().write(piece.getBytes(StandardCharsets.ISO_8859_1));
        Thread.sleep(50); // the pace of a slow server: pieces that come together are one
      }
      assertEquals(new Identity.Known("UNIX : bob"), answer.get(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void isRefusedLate() throws Exception {
    List<Socket> crowd = crowded();
    CompletableFuture<Identity> answer = new CompletableFuture<>();
    IdentClients clients = new IdentClients(server.getLocalPort(), 1);
    awaitItsWait(asking(clients, answer));
    server.close(); // what the kernel sends again now is refused
    assertEquals(unknown("no server"), answer.get(20, TimeUnit.SECONDS));
    leave(crowd);
  }

  @Test
  void endsAnAnswerThatDoesNotCome() throws Exception {
    int port =
        serve(
            line -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return "";
            });
    long before = System.nanoTime();
    assertEquals(unknown("timeout"), ask(new IdentClients(port, 1), "1"));
    long millis = (System.nanoTime() - before) / 1_000_000;
    assertTrue(millis >= 1_000 && millis < 4_000, millis + " ms");
  }

  @Test
  void endsAnAnswerWithoutAnEnd() throws Exception {
    int port = serve(line -> "x".repeat(5_000));
    assertEquals(unknown("bad response"), ask(new IdentClients(port, 1)));
  }

  @Test
  void takesTheLongestAnswerAndNotOneMore() throws Exception {
    String head = "40000,110:USERID:UNIX:";
    String user = "u".repeat(Reply.LONGEST - 2 - head.length());
    int port = serve(line -> head + user + (questions.size() > 1 ? "u" : "") + "\r\n");
    IdentClients clients = new IdentClients(port, 1);
    assertEquals(new Identity.Known("UNIX:" + user), ask(clients));
    assertEquals(unknown("bad response"), ask(clients));
  }

  @Test
  void tellsAnEndFromABadAnswer() throws Exception {
    int port = serve(line -> questions.size() == 1 ? "" : "40000,110 : ERROR : HIDDEN-USER\r\n");
    IdentClients clients = new IdentClients(port, 1);
    assertEquals(unknown("error while receiving response"), ask(clients));
    assertEquals(unknown("bad response"), ask(clients));
  }

  @Test
  void anAddressThatIsNotOursIsASystemError() throws Exception {
    int port = serve(line -> "");
    Endpoint elsewhere = new Endpoint(Address.parse("192.0.2.77").orElseThrow(), 110);
    IdentClients clients = new IdentClients(port, 1);
    ServiceSpec service = ServiceSpec.builder("pid", "pop3").build();
    assertEquals(unknown("system error"), clients.compile(service).ask(request(elsewhere)));
  }

  @Test
  void neverAsksAboutClientsOfPort113OrUnknownOnes() throws Exception {
    int port = serve(line -> line + " : USERID : UNIX : alice\r\n");
    IdentClients clients = new IdentClients(port, 1);
    ServiceSpec service = ServiceSpec.builder("pid", "auth").build();
    Request known = request(LOCAL);
    Request noPeer = new Request(service, Optional.empty(), known.local(), Instant.EPOCH);
    Request noLocal = new Request(service, known.peer(), Optional.empty(), Instant.EPOCH);
    Endpoint ident = new Endpoint(LOCAL.address(), 113);
    for (Request one : List.of(request(ident), noPeer, noLocal)) {
      assertEquals(unknown("system error"), clients.compile(service).ask(one));
    }
    assertEquals(List.of(), questions);
    assertEquals(new Identity.Known("UNIX : alice"), ask(clients), "no question stays open");
  }

  @Test
  void boundsTheQuestionsThatAreOpen() throws Exception {
    int port =
        serve(
            line -> {
              try {
                release.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return line + " : USERID : UNIX : alice\r\n";
            });
    IdentClients clients = new IdentClients(port, 1);
    CompletableFuture<Identity> first = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                first.complete(ask(clients, "20"));
              } catch (Exception e) {
                first.completeExceptionally(e);
              }
            });
    while (questions.isEmpty()) {
      Thread.onSpinWait();
    }
    assertEquals(unknown("system error"), ask(clients));
    release.countDown();
    assertEquals(new Identity.Known("UNIX : alice"), first.get());
    assertEquals(new Identity.Known("UNIX : alice"), ask(clients));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "301", "-1", "5s", "", "1.5"})
  void rejectsATimeLimitThatIsNone(String seconds) {
    assertThrows(ConfigException.class, () -> ask(new IdentClients(113, 1), seconds));
  }
}
