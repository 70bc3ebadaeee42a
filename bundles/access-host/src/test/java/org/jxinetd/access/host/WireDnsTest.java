package org.jxinetd.access.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.Address;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** On the wire, against a name server of the test's own. */
@Timeout(60)
class WireDnsTest {

  private static final int LONGEST_DATAGRAM = 1_200;

  @TempDir Path etc;
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private BiConsumer<Record, Message> zone = (question, answer) -> {};
  private DatagramSocket udp;
  private ServerSocket tcp;
  private WireDns dns;

  @BeforeEach
  void open() throws IOException {
    bind();
    Thread.ofPlatform().daemon().start(this::datagrams);
    Thread.ofPlatform().daemon().start(this::streams);
    Files.writeString(etc.resolve("resolv.conf"), "options timeout:1 attempts:2\n");
    List<InetSocketAddress> here =
        List.of(new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort()));
    dns =
        new WireDns(
            new NameServers(
                etc.resolve("resolv.conf"), here, etc.resolve("hostname"), System::nanoTime));
  }

  /** One port for both, which must be free for both: others may have left it behind. */
  private void bind() throws IOException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    for (int left = 100; tcp == null; left--) {
      udp = new DatagramSocket(0, here);
      try {
        tcp = new ServerSocket(udp.getLocalPort(), 50, here);
      } catch (BindException taken) {
        udp.close();
        if (left == 0) {
          throw taken;
        }
      }
    }
  }

  @AfterEach
  void close() throws IOException {
    dns.close();
    udp.close();
    tcp.close();
  }

  private Message answer(byte[] wire) throws IOException {
    Message query = new Message(wire);
    Record question = query.getQuestion();
    questions.add(question.getName() + " " + Type.string(question.getType()));
    Message answer = new Message(query.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(question, Section.QUESTION);
    zone.accept(question, answer);
    return answer;
  }

  private void datagrams() {
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        udp.receive(packet);
        Message answer = answer(java.util.Arrays.copyOf(packet.getData(), packet.getLength()));
        if (answer.getHeader().getOpcode() == 15) {
          continue; // the zone keeps silent
        }
        byte[] bytes = answer.toWire(LONGEST_DATAGRAM);
        udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
      }
    } catch (IOException closed) {
      return;
    }
  }

  private void streams() {
    try {
      while (true) {
        try (Socket client = tcp.accept()) {
          DataInputStream in = new DataInputStream(client.getInputStream());
          byte[] query = in.readNBytes(in.readUnsignedShort());
          byte[] bytes = answer(query).toWire(65_535);
          DataOutputStream out = new DataOutputStream(client.getOutputStream());
          out.writeShort(bytes.length);
          out.write(bytes);
        }
      }
    } catch (IOException closed) {
      return;
    }
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }

  private static ARecord a(Name owner, long ttl, String address) {
    return new ARecord(owner, DClass.IN, ttl, InetAddress.ofLiteral(address));
  }

  private static void cname(Message to, String from, String target) {
    to.addRecord(new CNAMERecord(name(from), DClass.IN, 60, name(target)), Section.ANSWER);
  }

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  @Test
  void findsTheNamesOfAnAddress() {
    zone =
        (q, answer) -> {
          for (String target : List.of("gate.example.", "b.example.")) {
            answer.addRecord(
                new PTRRecord(q.getName(), DClass.IN, 77, name(target)), Section.ANSWER);
          }
        };
    Records<String> found = dns.names(address("192.0.2.1")).join();
    assertEquals(List.of("gate.example.", "b.example."), found.values());
    assertEquals(Duration.ofSeconds(77), found.life());
    assertEquals("", found.failure());
    assertEquals(List.of("1.2.0.192.in-addr.arpa. PTR"), questions);
    dns.names(address("2001:db8::1")).join();
    assertTrue(questions.get(1).endsWith("8.b.d.0.1.0.0.2.ip6.arpa. PTR"), questions.toString());
  }

  @Test
  void findsAddressesOfBothFamiliesWithTheShorterLife() {
    zone =
        (q, answer) -> {
          if (q.getType() == Type.A) {
            answer.addRecord(a(q.getName(), 30, "192.0.2.1"), Section.ANSWER);
          } else {
            answer.addRecord(
                new org.xbill.DNS.AAAARecord(
                    q.getName(), DClass.IN, 20, InetAddress.ofLiteral("2001:db8::1")),
                Section.ANSWER);
          }
        };
    Records<Address> found = dns.addresses("gate.example").join();
    assertEquals(List.of(address("192.0.2.1"), address("2001:db8::1")), found.values());
    assertEquals(Duration.ofSeconds(20), found.life());
  }

  @Test
  void takesAThousandRecordsOverTcp() {
    zone =
        (q, answer) -> {
          for (int i = 0; i < 1000 && q.getType() == Type.A; i++) {
            answer.addRecord(a(q.getName(), 60, "10.0." + i / 256 + "." + i % 256), Section.ANSWER);
          }
        };
    Records<Address> found = dns.addresses("pool.example").join();
    assertEquals(1000, found.values().size());
    assertEquals("", found.failure());
    assertEquals(2, questions.stream().filter("pool.example. A"::equals).count());
  }

  @Test
  void followsAliasesWithinAnAnswerAndBeyondIt() {
    zone =
        (q, answer) -> {
          if (q.getName().equals(name("www.example."))) {
            cname(answer, "two.example.", "three.example.");
            cname(answer, "www.example.", "two.example.");
          } else if (q.getType() == Type.A) {
            answer.addRecord(a(q.getName(), 99, "192.0.2.3"), Section.ANSWER);
          }
        };
    Records<Address> found = dns.addresses("www.example").join();
    assertEquals(List.of(address("192.0.2.3")), found.values());
    assertEquals(Duration.ofSeconds(5), found.life(), "the absence of AAAA is the shorter life");
    assertTrue(questions.contains("three.example. A"), questions.toString());
  }

  @Test
  void givesUpOnLoopsAndLongChains() {
    zone =
        (q, answer) -> {
          cname(answer, "a.example.", "b.example.");
          cname(answer, "b.example.", "a.example.");
        };
    Records<Address> loop = dns.addresses("a.example").join();
    assertEquals(List.of(), loop.values());
    assertEquals("no answer from DNS (more than 12 aliases in a row)", loop.failure());
    zone =
        (q, answer) -> {
          int n = Integer.parseInt(q.getName().getLabelString(0).substring(1));
          cname(answer, "n" + n + ".example.", "n" + (n + 1) + ".example.");
        };
    assertEquals(
        "no answer from DNS (more than 12 aliases in a row)",
        dns.addresses("n1.example").join().failure());
    assertTrue(questions.size() < 100, questions.size() + " questions");
  }

  @Test
  void ignoresRecordsOfNamesThatWereNotAsked() {
    zone =
        (q, answer) -> {
          answer.addRecord(a(name("other.example."), 60, "203.0.113.1"), Section.ANSWER);
          answer.addRecord(a(q.getName(), 60, "203.0.113.2"), Section.ADDITIONAL);
          answer.addRecord(
              new ARecord(q.getName(), DClass.CH, 60, InetAddress.ofLiteral("203.0.113.3")),
              Section.ANSWER);
        };
    assertEquals(List.of(), dns.addresses("gate.example").join().values());
  }

  @Test
  void anAbsenceLastsAsLongAsTheZoneSaysButNotLongerThanAMinute() {
    long[] seconds = {20};
    zone =
        (q, answer) -> {
          answer.getHeader().setRcode(Rcode.NXDOMAIN);
          answer.addRecord(
              new SOARecord(
                  name("example."), DClass.IN, 900, name("n."), name("h."), 1, 1, 1, 1, seconds[0]),
              Section.AUTHORITY);
        };
    Records<String> none = dns.names(address("192.0.2.9")).join();
    assertEquals(List.of(), none.values());
    assertEquals("", none.failure());
    assertEquals(Duration.ofSeconds(20), none.life());
    seconds[0] = 900;
    assertEquals(Duration.ofSeconds(60), dns.names(address("192.0.2.9")).join().life());
  }

  @Test
  void triesAgainAndThenSaysWhatFailed() {
    zone = (q, answer) -> answer.getHeader().setRcode(Rcode.SERVFAIL);
    Records<String> failed = dns.names(address("192.0.2.9")).join();
    assertEquals("no answer from DNS (SERVFAIL)", failed.failure());
    assertEquals(Duration.ofSeconds(5), failed.life());
    assertEquals(2, questions.size());
    zone =
        (q, answer) -> {
          if (questions.size() == 3) {
            answer.getHeader().setRcode(Rcode.REFUSED);
          } else {
            answer.addRecord(
                new PTRRecord(q.getName(), DClass.IN, 77, name("x.example.")), Section.ANSWER);
          }
        };
    assertEquals(List.of("x.example."), dns.names(address("192.0.2.9")).join().values());
    assertEquals(4, questions.size());
  }

  @Test
  void endsWhenNobodyAnswers() {
    zone = (q, answer) -> answer.getHeader().setOpcode(15);
    long before = System.nanoTime();
    Records<String> failed = dns.names(address("192.0.2.9")).join();
    assertEquals("no answer from DNS (time-out or unreachable)", failed.failure());
    assertTrue(System.nanoTime() - before < Duration.ofSeconds(20).toNanos());
    assertEquals(2, questions.size());
  }

  @Test
  void boundsTheLookUpsUnderWay() {
    zone = (q, answer) -> answer.getHeader().setOpcode(15);
    List<Records<String>> failed = new ArrayList<>();
    var all = new ArrayList<java.util.concurrent.CompletableFuture<Records<String>>>();
    for (int i = 0; i < 1_003; i++) {
      all.add(dns.names(Address.inet(0x0a00_0000 + i)));
    }
    for (var one : all) {
      if (one.isDone()) {
        failed.add(one.join());
      }
    }
    assertEquals(3, failed.size());
    assertEquals("1000 look-ups are under way", failed.getFirst().failure());
  }
}
