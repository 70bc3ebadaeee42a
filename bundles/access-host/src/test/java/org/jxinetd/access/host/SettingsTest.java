package org.jxinetd.access.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @TempDir Path etc;

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  @Test
  void readsWhatIsSaid() {
    assertEquals(
        new Settings(
            Duration.ofMillis(500),
            List.of(at("192.0.2.1", 53), at("127.0.0.1", 5353), at("2001:db8::1", 5300)),
            Path.of("/a/hosts"),
            Path.of("/a/nss")),
        Settings.of(
            "0.5",
            "192.0.2.1, 127.0.0.1:5353 nonsense [2001:db8::1]:5300 1.2.3.4:0 a:1",
            "/a/hosts",
            "/a/nss"));
  }

  @Test
  void whatIsWrongStaysAsUsual() {
    Settings usual =
        new Settings(
            Duration.ofSeconds(2), List.of(), Path.of("/etc/hosts"), Path.of("/etc/nsswitch.conf"));
    assertEquals(usual, Settings.of("2", "", "/etc/hosts", "/etc/nsswitch.conf"));
    assertEquals(usual, Settings.of("never", "", "hosts", "\0"));
  }

  @ParameterizedTest
  @CsvSource({"0.1,100", "30,30000", " 7 ,7000", "0.09,2000", "30.1,2000", "x,2000", "-1,2000"})
  void boundsTheTimeLimit(String text, long millis) {
    assertEquals(Duration.ofMillis(millis), Settings.timeLimit(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "ns.example", "1.2.3", "1.2.3.4:65536", "1.2.3.4:x", "fe80::1%none9"})
  void takesNoServerThatIsNoAddress(String word) {
    assertEquals(Optional.empty(), Settings.server(word));
  }

  private NameServers.Plan plan(String text, InetSocketAddress... set) throws IOException {
    Path file = etc.resolve("resolv.conf");
    Files.writeString(file, text);
    return new NameServers(file, List.of(set), etc.resolve("hostname"), () -> 0).plan();
  }

  @Test
  void readsResolvConf() throws IOException {
    assertEquals(
        new NameServers.Plan(
            List.of(at("192.0.2.1", 53), at("2001:db8::1", 53), at("192.0.2.3", 53)),
            Duration.ofSeconds(3),
            4,
            new Search(List.of("a.example"), 1)),
        plan(
            "# nameserver 192.0.2.9\nnameserver 192.0.2.1\nnameserver nowhere\nsearch a.example\n"
                + " nameserver\t2001:db8::1\nnameserver\noptions ndots:1 timeout:3 attempts:4\n"
                + "nameserver 192.0.2.3\nnameserver 192.0.2.4\n"));
    assertEquals(
        new NameServers.Plan(List.of(at("127.0.0.1", 53)), Duration.ofSeconds(5), 2, Search.NONE),
        plan(""));
    assertEquals(
        new NameServers.Plan(List.of(at("10.0.0.1", 99)), Duration.ofSeconds(30), 1, Search.NONE),
        plan("nameserver 192.0.2.1\noptions timeout:99 attempts:0\n", at("10.0.0.1", 99)));
  }

  @Test
  void readsHowNamesAreCompleted() throws IOException {
    assertEquals(
        new Search(List.of("b.example", "c.example"), 3),
        plan("search a.example\nsearch B.example. c.example a..b -x\noptions ndots:3\n").search());
    assertEquals(
        new Search(List.of("d.example"), 15),
        plan("search a.example\ndomain d.example e.example\noptions rotate ndots:99\n").search());
    assertEquals(new Search(List.of(), 0), plan("search .\noptions ndots:0\n").search());
    assertEquals(32, plan("search" + " a.example".repeat(40) + "\n").search().domains().size());
    Files.writeString(etc.resolve("hostname"), "here.own.example\n");
    assertEquals(List.of("own.example"), plan("nameserver 192.0.2.1\n").search().domains());
    assertEquals(List.of("a.example"), plan("search a.example\n").search().domains());
    Files.writeString(etc.resolve("hostname"), "here\n");
    assertEquals(List.of(), plan("").search().domains());
  }

  @Test
  void rereadsAFileOnceASecond() throws IOException {
    long[] now = {0};
    Path file = etc.resolve("resolv.conf");
    NameServers servers = new NameServers(file, List.of(), etc.resolve("hostname"), () -> now[0]);
    assertEquals(List.of(at("127.0.0.1", 53)), servers.plan().servers());
    Files.writeString(file, "nameserver 192.0.2.1\n");
    assertEquals(List.of(at("127.0.0.1", 53)), servers.plan().servers());
    now[0] = Duration.ofSeconds(1).toNanos();
    assertEquals(List.of(at("192.0.2.1", 53)), servers.plan().servers());
    Files.writeString(file, "nameserver 192.0.2.2\n");
    now[0] *= 2;
    assertEquals(List.of(at("192.0.2.2", 53)), servers.plan().servers(), "same size, same second");
    Files.delete(file);
    Files.createDirectory(file);
    now[0] *= 2;
    assertEquals(List.of(at("127.0.0.1", 53)), servers.plan().servers());
  }
}
