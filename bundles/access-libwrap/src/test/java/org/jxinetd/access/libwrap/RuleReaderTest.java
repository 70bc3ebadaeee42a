package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jxinetd.api.service.Problem;

class RuleReaderTest {

  private final RuleReader reader = new RuleReader(new HostPatternReader(name -> List::of));
  private final Visits.Hosts names = new Visits.Hosts().with("192.0.2.1", "mail.example.org");

  private RuleReader.Reading read(Table table, String text) {
    return reader.read(table, "hosts", text);
  }

  private Rule rule(String text) {
    RuleReader.Reading reading = read(Table.ALLOW, text);
    assertEquals(1, reading.rules().size(), reading.toString());
    return reading.rules().getFirst();
  }

  private boolean matches(String text, String daemon, String client) throws Undecidable {
    return rule(text).matches(Visits.visit(daemon, client, names));
  }

  private static List<String> said(RuleReader.Reading reading) {
    return reading.problems().stream().map(Problem::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`in.ftpd: 192.0.2.1`,true",
        "`in.telnetd in.ftpd: 192.0.2.1`,true",
        "`in.telnetd,in.ftpd:8.8.8.8,192.0.2.1`,true",
        "`in.telnetd: 192.0.2.1`,false",
        "`ALL EXCEPT in.ftpd: ALL`,false",
        "`ALL EXCEPT in.telnetd: ALL`,true",
        "`ALL: ALL EXCEPT 192.0.2.1`,false",
        "`ALL: ALL EXCEPT 192.0.2. EXCEPT 192.0.2.1`,true",
        "`ALL: ALL except ALL EXCEPT ALL EXCEPT ALL`,false",
        "`ALL: ALL EXCEPT`,true",
        "`ALL: EXCEPT ALL`,false",
        "`in.ftpd@192.0.2.80: ALL`,true",
        "`in.ftpd@192.0.2.81: ALL`,false",
        "`ALL@ALL: UNKNOWN@192.0.2.1`,true",
        "`ALL: root@192.0.2.1`,false",
        "`ALL: KNOWN@ALL`,false",
        "`40000: ALL`,true",
        "`40001: ALL`,false",
        "`40000@192.0.2.80: ALL`,true",
      })
  void listsSayWhoIsMeant(String text, boolean matches) throws Undecidable {
    assertEquals(matches, matches(text + "\n", "in.ftpd", "192.0.2.1"));
  }

  @Test
  void aRuleKnowsItsFirstLineAndItsText() {
    RuleReader.Reading reading =
        read(Table.DENY, "# c\n\nin.ftpd: \\\n ALL \\\n : deny\nsshd: ALL\n");
    assertEquals("hosts:3", reading.rules().get(0).origin().toString());
    assertEquals("in.ftpd:  ALL  : deny", reading.rules().get(0).text());
    assertEquals("hosts:6", reading.rules().get(1).origin().toString());
    assertEquals(List.of(), reading.problems());
  }

  @Test
  void commentsAndBlankLinesAreNoRules() {
    RuleReader.Reading reading = read(Table.DENY, "# ALL: ALL\n\n \t\r\n# joined \\\nALL: ALL\n");
    assertEquals(List.of(), reading.rules());
    assertEquals(List.of(), reading.problems());
  }

  @Test
  void aCommentBehindARuleIsReadAsPatternsAndSaid() {
    RuleReader.Reading reading = read(Table.ALLOW, "sshd: 10. # office\n");
    assertEquals(
        List.of(
            "hosts:1: \"#\" does not begin a comment; a comment is a line of its own;"
                + " it is read as a pattern"),
        said(reading));
  }

  @Test
  void aLineWithoutAColonDoesNotCountAndTheOthersDo() {
    RuleReader.Reading reading = read(Table.DENY, "ALL ALL\nsshd: ALL\n");
    assertEquals(1, reading.rules().size());
    assertEquals(
        List.of("hosts:1: missing \":\" separator; the line does not count"), said(reading));
  }

  @Test
  void anEmptyListMatchesNobody() throws Undecidable {
    for (String text : List.of("ALL:\n", ": ALL\n", " , : ALL\n")) {
      assertFalse(matches(text, "in.ftpd", "192.0.2.1"), text);
      assertEquals(
          List.of("hosts:1: a list is empty; the rule matches nobody"),
          said(read(Table.ALLOW, text)));
    }
  }

  @Test
  void aCutOffAllowFileLosesItsLastLine() {
    RuleReader.Reading reading = read(Table.ALLOW, "sshd: ALL\nALL: ALL");
    assertEquals(1, reading.rules().size());
    assertEquals(
        List.of("hosts:2: missing newline at the end of the file; the last line does not count"),
        said(reading));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"`ALL: 10.`", "`# c`", "`sshd: \\`"})
  void aCutOffDenyFileRefusesEverybody(String end) throws Undecidable {
    RuleReader.Reading reading = read(Table.DENY, "sshd: ALL\n" + end);
    Rule last = reading.rules().getLast();
    assertEquals(2, reading.rules().size());
    assertTrue(last.matches(Visits.visit("in.ftpd", "192.0.2.1", names)));
    assertTrue(last.options().fault().isPresent());
    assertEquals("hosts:2", last.origin().toString());
    assertTrue(said(reading).getFirst().endsWith("are refused"), said(reading).toString());
  }

  @Test
  void bracketsProtectColons() throws Undecidable {
    assertTrue(matches("ALL: [2001:db8::]/32 : deny\n", "in.ftpd", "2001:db8::9"));
    assertEquals(false, rule("ALL: [2001:db8::]/32 : deny\n").options().verdict().orElseThrow());
  }

  @Test
  void anOpenBracketHidesNoRefusal() {
    Rule rule = rule("ALL: [2001:db8:: 192.0.2.1 : deny\n");
    assertTrue(rule.options().fault().isPresent());
  }

  @Test
  void aLineThatIsTooLongRefusesEverybody() throws Undecidable {
    String text = "sshd: " + "10.0.0.1 ".repeat(8000) + "\n";
    assertTrue(matches(text, "in.ftpd", "192.0.2.1"));
    assertTrue(rule(text).options().fault().isPresent());
  }

  @Test
  void tenThousandRulesAreRead() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      text.append("sshd: 10.").append(i / 256).append('.').append(i % 256).append(".\n");
    }
    RuleReader.Reading reading = read(Table.DENY, text.toString());
    assertEquals(10_000, reading.rules().size());
    assertEquals(List.of(), reading.problems());
  }

  @Test
  void oneRuleTooManyRefusesTheRest() {
    RuleReader.Reading reading = read(Table.DENY, "sshd: 10.\n".repeat(100_001));
    assertEquals(100_001, reading.rules().size());
    assertTrue(reading.rules().getLast().options().fault().isPresent());
    assertEquals(1, reading.problems().size());
  }
}
