package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ExpansionTest {

  private final Visits.Hosts names =
      new Visits.Hosts().with("192.0.2.1", "mail.example.org").with("192.0.2.3", "paranoid");

  private String expand(String client, String user, String template) throws Undecidable {
    Visit visit =
        new Visit(
            "in.ftpd", Visits.party(client, names), Visits.party("2001:db8::80", names), user);
    return new Expansion(visit).expand(template);
  }

  @Test
  void lettersStandForWhatIsKnown() throws Undecidable {
    assertEquals(
        "192.0.2.1 mail.example.org mail.example.org root@mail.example.org root 40000",
        expand("192.0.2.1", "root", "%a %h %n %c %u %r"));
    assertEquals(
        "in.ftpd 2001:db8::80 2001:db8::80 unknown in.ftpd@2001:db8::80 40000",
        expand("192.0.2.1", "root", "%d %A %H %N %s %R"));
    assertEquals(ProcessHandle.current().pid() + "%", expand("192.0.2.1", "unknown", "%p%%"));
  }

  @Test
  void theAddressStandsInForANameThatIsNotKnown() throws Undecidable {
    assertEquals("192.0.2.9 192.0.2.9", expand("192.0.2.9", "unknown", "%h %c"));
    assertEquals("192.0.2.3 paranoid", expand("192.0.2.3", "unknown", "%h %n"));
    assertEquals("unknown unknown 0", expand("nowhere", "unknown", "%a %c %r"));
  }

  @Test
  void whatAShellMightTakeForItselfBecomesAnUnderscore() throws Undecidable {
    assertEquals("__reboot_@mail.example.org", expand("192.0.2.1", "; reboot`", "%c"));
    assertEquals("_a_b_____", expand("192.0.2.1", "$a b(\"'\n\u00e4", "%u"));
  }

  @Test
  void theTemplateItselfIsLeftAlone() throws Undecidable {
    assertEquals("(echo 192.0.2.1 | mail) &", expand("192.0.2.1", "u", " (echo %a | mail) & "));
  }

  @Test
  void lettersWithoutAMeaningExpandToNothing() throws Undecidable {
    assertEquals("ab", expand("192.0.2.1", "u", "a%qb%"));
    assertEquals("%q% ", Expansion.unrecognized("a%qb%%%a%"));
    assertEquals("", Expansion.unrecognized("%%q %a"));
  }

  @Test
  void anExpansionHasABound() {
    assertThrows(Undecidable.class, () -> expand("192.0.2.1", "u", "%h".repeat(1000)));
  }
}
