package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;

class HostPatternReaderTest {

  private final Visits.Hosts names =
      new Visits.Hosts()
          .with("192.0.2.1", "mail.example.org")
          .with("192.0.2.2", "printer")
          .with("192.0.2.3", "paranoid")
          .with("2001:db8::1", "six.example.org");
  private final List<Problem> problems = new ArrayList<>();

  private HostPattern read(String token) {
    return new HostPatternReader(name -> List::of)
        .read(token, new Findings(Origin.of("hosts.allow", 3), problems));
  }

  private boolean matches(String token, String address) throws Undecidable {
    return read(token).matches(Visits.party(address, names));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24,192.0.2.77",
    "192.0.2.0/255.255.255.0,192.0.2.77",
    "192.0.2.77/32,192.0.2.77",
    "0.0.0.0/0.0.0.0,8.8.8.8",
    "0300.0.2.0/24,192.0.2.77",
    "0xc0.0.2.0/24,192.0.2.77",
    "192.0.2.0/24x,192.0.2.77",
    "192.0.2.0/24,::ffff:192.0.2.77",
    "192.0.2.77,::ffff:192.0.2.77",
    "192.0.,192.0.2.77",
    "192.*.77,192.0.2.77",
    "[2001:db8::]/32,2001:db8:1::1",
    "[2001:db8::7]/32,2001:db8:1::1",
    "[2001:db8::]/65,2001:db8::7fff:ffff:ffff:ffff",
    "[2001:db8::1],2001:0db8::1",
    "[::]/0,2001:db8::1",
    "[fe80::1],fe80::1%2",
    "KNOWN,192.0.2.1",
    "LOCAL,192.0.2.2",
    "UNKNOWN,192.0.2.9",
    "PARANOID,192.0.2.3",
    ".example.org,192.0.2.1",
    "mail.*,192.0.2.1",
    "MAIL.example.ORG,192.0.2.1",
    "six.example.org,2001:db8::1",
    "ALL,2001:db8::9"
  })
  void matchesWhatIsMeant(String token, String address) throws Undecidable {
    assertTrue(matches(token, address));
    assertTrue(problems.stream().noneMatch(p -> p.severity() == Problem.Severity.ERROR));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24,192.0.3.1",
    "192.0.2.0/24,2001:db8::1",
    "[2001:db8::]/32,2001:db9::1",
    "[2001:db8::]/65,2001:db8::8000:0:0:0",
    "[::]/0,192.0.2.1",
    "[::]/0,::ffff:192.0.2.1",
    "[2001:db8::1],2001:db8::2",
    "KNOWN,192.0.2.3",
    "KNOWN,192.0.2.9",
    "LOCAL,192.0.2.1",
    "LOCAL,192.0.2.3",
    "LOCAL,192.0.2.9",
    "UNKNOWN,192.0.2.1",
    "UNKNOWN,192.0.2.3",
    "PARANOID,192.0.2.9",
    ".example.org,192.0.2.9",
    "example.org,192.0.2.1",
    "192.0.2,192.0.2.1"
  })
  void doesNotMatchOthers(String token, String address) throws Undecidable {
    assertFalse(matches(token, address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.0/33",
        "192.0.2.0/0",
        "192.0.2.0/x",
        "192.0.2.0/",
        "192.0.2.0/-1",
        "192.0.2.1/255.255.255.255",
        "192.0.2/24",
        "192.0.2.256/24",
        "192.0.2.08/24",
        "192.0.2.0/255.255.255",
        "host/24",
        "[192.0.2.1]",
        "[::ffff:192.0.2.1]",
        "[2001:db8::*]",
        "[2001:db8::",
        "[2001:db8::]/129",
        "[2001:db8::]/-1",
        "[2001:db8::]x",
        "[]"
      })
  void malformedPatternsMatchNobodyAndAreSaid(String token) throws Undecidable {
    for (String address : List.of("192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1")) {
      assertFalse(matches(token, address));
    }
    String said = problems.getFirst().toString();
    assertTrue(said.startsWith("hosts.allow:3: bad "), said);
    assertTrue(said.endsWith("; the pattern matches nobody"), said);
  }

  @Test
  void aNetgroupIsAskedByTheNameOfTheHost() throws Undecidable {
    Groups groups = (group, host, limit) -> (group + " " + host).equals("staff mail.example.org");
    Party.Patience patience = new Party.Patience(java.time.Duration.ofSeconds(2));
    Party mail = new Party(Visits.end("192.0.2.1", 1), names, groups, patience);
    Party other = new Party(Visits.end("192.0.2.9", 1), names, groups, patience);
    assertTrue(read("@staff").matches(mail));
    assertFalse(read("@staff").matches(other));
    assertFalse(read("@other").matches(mail));
    assertFalse(read("@").matches(mail));
    assertEquals(
        "hosts.allow:3: netgroup without a name; the pattern matches nobody",
        problems.getFirst().toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[2001:db8::]/x"})
  void whatCannotBeDecidedIsNotDecided(String token) {
    assertThrows(Undecidable.class, () -> matches(token, "192.0.2.1"));
    assertEquals(Problem.Severity.ERROR, problems.getFirst().severity());
    assertTrue(problems.getFirst().consequence().endsWith("are refused"));
  }

  @Test
  void bitsOutsideOfTheMaskNeverMatch() throws Undecidable {
    assertFalse(matches("192.0.2.1/24", "192.0.2.1"));
    assertEquals(
        "hosts.allow:3: 192.0.2.1/24 has bits of the address outside of the mask;"
            + " the pattern matches nobody",
        problems.getFirst().toString());
  }

  @Test
  void namesAreAskedForOnlyWhenARuleNeedsOne() throws Undecidable {
    for (String token : List.of("ALL", "192.0.2.1", "192.0.2.", "8.8.8.8", "10.0.0.0/8", "1.2.")) {
      matches(token, "192.0.2.1");
    }
    assertEquals(0, names.asked);
    matches(".example.org", "192.0.2.1");
    assertEquals(1, names.asked);
  }

  @Test
  void aNameIsAskedForOnce() throws Undecidable {
    Party client = Visits.party("192.0.2.1", names);
    read("KNOWN").matches(client);
    read("LOCAL").matches(client);
    read("printer").matches(client);
    assertEquals(1, names.asked);
  }

  @Test
  void aClientWithoutAnAddressIsUnknown() throws Undecidable {
    assertTrue(matches("UNKNOWN", "nowhere"));
    assertFalse(matches("KNOWN", "nowhere"));
    assertFalse(matches("0.0.0.0/0.0.0.0", "nowhere"));
    assertEquals(0, names.asked);
  }
}
