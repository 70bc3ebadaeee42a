package org.jxinetd.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;

class LoaderTest {

  @TempDir Path dir;

  private static String service(String name, int port, String... lines) {
    return "service "
        + name
        + "\n{\n type = UNLISTED\n socket_type = stream\n wait = no\n user = nobody\n"
        + " server = /bin/cat\n port = "
        + port
        + "\n "
        + String.join("\n ", lines)
        + "\n}\n";
  }

  private Loaded load(String text) throws IOException {
    Files.writeString(dir.resolve("x.conf"), text);
    List<Problem> unreadable = new ArrayList<>();
    Optional<Loaded> loaded =
        new Loader(dir, dir, 1 << 20).load("x.conf", Optional.empty(), unreadable::add, path -> {});
    assertEquals(List.of(), unreadable);
    return loaded.orElseThrow();
  }

  private static List<String> ids(Loaded loaded) {
    return loaded.services().stream().map(ServiceSpec::id).toList();
  }

  private static String problems(Loaded loaded) {
    return String.join("\n", loaded.problems().stream().map(Problem::toString).toList());
  }

  @Test
  void readsAServiceWithItsDerivedValues() throws IOException {
    Loaded loaded = load(service("a", 9001, "flags = IPv4"));
    ServiceSpec spec = loaded.services().getFirst();
    assertEquals("tcp", spec.protocol());
    assertEquals(6, spec.protocolNumber());
    assertEquals(9001, spec.port().getAsInt());
    assertTrue(spec.has(Flag.IPV4));
    assertEquals("x.conf:1:1", spec.origin().toString());
    assertEquals("org.jxinetd.service~a", spec.pid());
    assertEquals(List.of(), loaded.problems());
  }

  @Test
  void slipCostsOneEntryOnly() throws IOException {
    Loaded loaded =
        load(
            "hello world\n"
                + service("a", 9001)
                + service("b", 9002, "nice")
                + service("c", 9003)
                + "service d\n{\n port = 1\n"
                + service("e", 9005)
                + "service f {\n port = 2\n}\n"
                + service("g", 9006));
    assertEquals(List.of("a", "c", "e", "g"), ids(loaded));
    String problems = problems(loaded);
    assertTrue(problems.contains("x.conf:1:1: missing service keyword; line ignored"), problems);
    assertTrue(problems.contains("Nothing after attribute: nice; service b not started"), problems);
    assertTrue(problems.contains("missing } before 'service'; service d not started"), problems);
    assertTrue(problems.contains("Service f: missing '{'; service f not started"), problems);
  }

  @Test
  void defaultsCountForServicesInFrontOfThem() throws IOException {
    Loaded loaded =
        load(
            service("a", 9001)
                + "defaults\n{\n only_from = 127.0.0.1 10.0.0.0\n per_source = 4\n}\n"
                + service("b", 9002, "only_from -= 10.0.0.0/8")
                + service("c", 9003, "only_from =")
                + service("d", 9004, "only_from += 1.2.3.4"));
    List<List<String>> lists = loaded.services().stream().map(s -> s.words("only_from")).toList();
    assertEquals(
        List.of(
            List.of("127.0.0.1", "10.0.0.0"),
            List.of("127.0.0.1"),
            List.of(),
            List.of("127.0.0.1", "10.0.0.0", "1.2.3.4")),
        lists);
    assertEquals("4", loaded.services().getFirst().word("per_source").orElseThrow());
  }

  @Test
  void trailingCommentIsUnderstoodWithAWarning() throws IOException {
    Loaded loaded =
        load(service("a", 9001, "per_source = 10 # at most ten", "server_args = x # y"));
    ServiceSpec spec = loaded.services().getFirst();
    assertEquals(List.of("10"), spec.words("per_source"));
    assertEquals(List.of("x", "#", "y"), spec.words("server_args"));
    assertTrue(problems(loaded).contains("expects 1 values and 5 values were specified"));
  }

  @Test
  void addressOfTheOtherFamilyIsRefused() throws IOException {
    Loaded loaded = load(service("a", 9001, "bind = 127.0.0.1", "flags = IPv6"));
    assertEquals(List.of(), ids(loaded));
    assertTrue(problems(loaded).endsWith("service a not started"));
  }

  @Test
  void serviceDoesNotRunWithoutARestrictionThatItWouldInherit() throws IOException {
    Loaded loaded =
        load(
            "defaults\n{\n bind = 1.2.3\n instances = x\n}\n"
                + service("open", 9001)
                + service("own", 9002, "bind = 127.0.0.1"));
    assertEquals(List.of("own"), ids(loaded));
    assertTrue(problems(loaded).contains("Number of instances is invalid: x"));
  }

  @Test
  void secondServiceOnAPortIsRefusedNamingBothPlaces() throws IOException {
    Loaded loaded = load(service("a", 9001) + service("b", 9001));
    assertEquals(List.of("a"), ids(loaded));
    assertTrue(problems(loaded).contains("x.conf:11:1: port:"), problems(loaded));
    assertTrue(problems(loaded).contains("as at x.conf:1:1"), problems(loaded));
  }

  @Test
  void includeCycleIsAMessage() throws IOException {
    Loaded loaded = load("include x.conf\n" + service("a", 9001));
    assertEquals(List.of("a"), ids(loaded));
    assertTrue(problems(loaded).contains("the file includes itself"));
  }

  @Test
  void carriageReturnsAreNoPartOfWords() throws IOException {
    Loaded loaded = load(service("a", 9001).replace("\n", "\r\n"));
    assertEquals(List.of("a"), ids(loaded));
    assertEquals(1, loaded.problems().size());
  }

  @Test
  void nothingBehindDisableIsRead() throws IOException {
    Loaded loaded = load(service("a", 9001, "disable = yes", "nonsense", "port = x"));
    assertEquals(List.of(), ids(loaded));
    assertEquals(List.of(), loaded.problems());
    assertFalse(loaded.declined().isEmpty());
  }

  @Test
  void timesMayPassMidnightAndNameDays() throws IOException {
    Loaded loaded = load(service("a", 9001, "access_times = 22:00-6:00 mon-fri:9:00-17:00"));
    assertEquals(List.of("a"), ids(loaded));
    for (String bad : List.of("8:00-8:00", "24:00-6:00", "mon-fri:9:60-17:00", "9:00", "x:9:00")) {
      assertEquals(List.of(), ids(load(service("a", 9001, "access_times = " + bad))), bad);
    }
  }

  @Test
  void theLoadIsTheNumberAtTheFront() throws IOException {
    for (String good : List.of("2.5", "2.5abc", ".5", "+3", "1e1", "1e1x")) {
      assertEquals(List.of("a"), ids(load(service("a", 9001, "max_load = " + good))), good);
    }
    for (String bad : List.of("0", "0.0x", "-1", "high", "2e", "1ex")) {
      assertEquals(List.of(), ids(load(service("a", 9001, "max_load = " + bad))), bad);
    }
  }

  @Test
  void oneAddressInTwoSpellingsIsOneAddress() throws IOException {
    String both =
        Text.service("a", 9001, "bind = ::1")
            + Text.service("b", 9001, "bind = 0:0:0:0:0:0:0:1")
            + Text.service("c", 9001, "bind = ::2");
    Loaded loaded = Text.load(dir, both);
    assertEquals(2, loaded.services().size(), Text.problems(loaded));
    assertTrue(Text.problems(loaded).contains("service b not started"), Text.problems(loaded));
  }
}
