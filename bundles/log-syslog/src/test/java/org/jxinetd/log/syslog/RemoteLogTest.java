package org.jxinetd.log.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.syslog.SyslogMessage;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.LinesLost;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.slf4j.Logger;
import org.slf4j.helpers.MessageFormatter;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RemoteLogTest {

  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @TempDir Path folder;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private Syslogs syslogs;

  @BeforeEach
  void open() {
    syslogs = new Syslogs(folder.resolve("log"), Duration.ofMillis(100), ZoneOffset.UTC, logger());
  }

  @AfterEach
  void close() {
    syslogs.close(true);
  }

  private Logger logger() {
    return (Logger)
        Proxy.newProxyInstance(
            RemoteLogTest.class.getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              Object[] values =
                  arguments[1] instanceof Object[] many
                      ? many
                      : java.util.Arrays.copyOfRange(arguments, 1, arguments.length);
              said.add(MessageFormatter.basicArrayFormat((String) arguments[0], values));
              return null;
            });
  }

  private static ServiceSpec service(String server) {
    return ServiceSpec.builder("pid", "ftp")
        .origin(Origin.of("xinetd.conf", 3))
        .attribute("log_type", "SYSLOG", "local3", "notice", server)
        .attribute("log_on_success", "PID", "HOST")
        .build();
  }

  private EventSink sink(String server) throws ConfigException {
    ServiceSpec service = service(server);
    return syslogs.open(service, service.attribute("log_type").orElseThrow());
  }

  private static void write(EventSink sink, long pid) throws IOException {
    Endpoint peer = new Endpoint(Address.parse("2001:db8::1").orElseThrow(), 40000);
    Instant at = Instant.parse("2000-09-07T16:07:06.5Z");
    sink.write(List.of(new Started(service("udp://x"), at, pid, Optional.of(peer))));
  }

  /** RFC 5424: facility 19, level 5. */
  private static void expectStart(String message, long pid) throws IOException {
    String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    assertTrue(message.startsWith("<157>1 2000-09-07T16:07:06.500Z " + host + " xinetd "), message);
    assertTrue(
        message.endsWith(
            " "
                + ProcessHandle.current().pid()
                + " START - START: ftp pid="
                + pid
                + " from=2001:db8::1"),
        message);
  }

  /** RFC 6587 section 3.4.1: the length, a blank, the message. */
  private static String frame(InputStream in) throws IOException {
    int length = 0;
    for (int c = in.read(); c != ' '; c = in.read()) {
      assertTrue(c >= '0' && c <= '9', () -> "no digit of a length");
      length = 10 * length + c - '0';
    }
    return new String(new DataInputStream(in).readNBytes(length), StandardCharsets.UTF_8);
  }

  @Test
  void sendsDatagrams() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, LOOPBACK);
        EventSink sink = sink("udp://127.0.0.1:" + server.getLocalPort())) {
      write(sink, 7);
      DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
      server.setSoTimeout(10_000);
      server.receive(packet);
      expectStart(
          new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8).strip(), 7);
    }
  }

  @Test
  void sendsCountedMessagesOverOneConnection() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
        EventSink sink = sink("tcp://127.0.0.1:" + server.getLocalPort())) {
      write(sink, 7);
      write(sink, 8);
      try (Socket client = server.accept()) {
        client.setSoTimeout(10_000);
        expectStart(frame(client.getInputStream()), 7);
        expectStart(frame(client.getInputStream()), 8);
      }
    }
  }

  @Test
  void sinksThatAreInUseOutliveABundleThatIsReplaced() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK)) {
      EventSink sink = sink("tcp://127.0.0.1:" + server.getLocalPort());
      write(sink, 7);
      try (Socket client = server.accept()) {
        client.setSoTimeout(10_000);
        expectStart(frame(client.getInputStream()), 7);
        syslogs.close(false);
        write(sink, 8);
        expectStart(frame(client.getInputStream()), 8);
        sink.close();
        assertEquals(-1, client.getInputStream().read(), "the way ends with its last sink");
      }
    }
    assertEquals(List.of(), List.copyOf(said));
  }

  @Test
  void linesBehindTheEndAreSaidToBeLost() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, LOOPBACK);
        EventSink sink = sink("tcp://127.0.0.1:" + server.getLocalPort())) {
      write(sink, 7);
      syslogs.close(true);
      LinesLost lost = assertThrows(LinesLost.class, () -> write(sink, 8));
      assertEquals(1, lost.count());
    }
  }

  @Test
  void keepsLinesForAServerThatIsAwayAndSaysItOnce() throws Exception {
    int port;
    try (ServerSocket probe = new ServerSocket(0, 5, LOOPBACK)) {
      port = probe.getLocalPort();
    }
    try (EventSink sink = sink("tcp://127.0.0.1:" + port)) {
      write(sink, 1);
      write(sink, 2);
      String trouble = said.poll(10, TimeUnit.SECONDS);
      assertEquals(
          "tcp://127.0.0.1:" + port + " takes no messages, which wait for it: Connection refused",
          trouble);
      try (ServerSocket server = new ServerSocket()) {
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(LOOPBACK, port));
        try (Socket client = server.accept()) {
          client.setSoTimeout(10_000);
          expectStart(frame(client.getInputStream()), 1);
          expectStart(frame(client.getInputStream()), 2);
        }
      }
      assertEquals(
          "tcp://127.0.0.1:" + port + " takes messages again", said.poll(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void countsTheLinesThatFindNoRoom() throws Exception {
    Server nowhere = new Server(Server.Transport.TCP, "127.0.0.1", 1, Optional.empty());
    RemoteLog log = new RemoteLog(nowhere, logger(), 2);
    SyslogMessage message = new SyslogMessage().withMsg("x");
    log.send(List.of(message));
    assertTrue(said.poll(10, TimeUnit.SECONDS).contains("takes no messages"));
    LinesLost lost =
        assertThrows(
            LinesLost.class, () -> log.send(List.of(message, message, message, message, message)));
    assertEquals(3, lost.count());
    assertThrows(LinesLost.class, () -> log.send(List.of())); // no proof that it works again
    log.close();
    log.await(5_000);
    assertEquals(nowhere + " is closed; lines lost: 3", said.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void trustsAServerThatItsAuthorityNamed() throws Exception {
    certificate("dns:localhost");
    try (ServerSocket server = secure()) {
      String url = "tls://localhost:" + server.getLocalPort() + "?ca=" + folder.resolve("ca.pem");
      try (EventSink sink = sink(url)) {
        write(sink, 7);
        try (Socket client = server.accept()) {
          client.setSoTimeout(10_000);
          expectStart(frame(client.getInputStream()), 7);
        }
      }
    }
  }

  @Test
  void tellsNothingToAServerOfAnotherNameOrAuthority() throws Exception {
    certificate("dns:elsewhere.example");
    try (ServerSocket server = secure()) {
      Thread.ofPlatform().daemon().start(() -> refuseAll(server));
      String plain = "tls://localhost:" + server.getLocalPort();
      for (String url : List.of(plain, plain + "?ca=" + folder.resolve("ca.pem"))) {
        try (EventSink sink = sink(url)) {
          write(sink, 7);
          String trouble;
          do {
            trouble = said.poll(20, TimeUnit.SECONDS);
          } while (trouble != null && trouble.contains(" is closed; ")); // of the one before
          assertTrue(String.valueOf(trouble).startsWith(plain + " takes no messages"), trouble);
        }
      }
    }
    assertEquals(List.of(), received);
  }

  private final List<String> received = new java.util.concurrent.CopyOnWriteArrayList<>();

  private void refuseAll(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        int first = client.getInputStream().read();
        if (first >= 0) {
          received.add("byte " + first);
        }
      } catch (IOException handshakeFailed) {
        assertTrue(server.isBound(), "a client that trusts nobody does no harm to its server");
      }
    }
  }

  private void certificate(String name) throws Exception {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    run(
        keytool,
        "-genkeypair",
        "-alias",
        "s",
        "-keyalg",
        "EC",
        "-dname",
        "CN=test",
        "-ext",
        "SAN=" + name,
        "-storetype",
        "PKCS12",
        "-storepass",
        "secret1",
        "-keystore",
        folder.resolve("keys").toString());
    run(
        keytool,
        "-exportcert",
        "-rfc",
        "-alias",
        "s",
        "-storepass",
        "secret1",
        "-keystore",
        folder.resolve("keys").toString(),
        "-file",
        folder.resolve("ca.pem").toString());
  }

  private static void run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
  }

  private ServerSocket secure() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(folder.resolve("keys"))) {
      store.load(in, "secret1".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "secret1".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context.getServerSocketFactory().createServerSocket(0, 5, LOOPBACK);
  }

  @Test
  void refusesServersThatAreNone() {
    for (String word :
        List.of("http://x", "tcp://", "tcp://x:0", "tcp://x:99999", "udp://x/y", "tcp://x?ca=/y")) {
      assertThrows(ConfigException.class, () -> sink(word), word);
    }
    assertThrows(ConfigException.class, () -> sink("tls://x?ca=/does/not/exist"));
  }
}
