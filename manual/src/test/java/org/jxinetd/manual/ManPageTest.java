package org.jxinetd.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ManPageTest {

  private static String page(String body) {
    String all = new ManPage("jxinetd 1", "2026-11-01").of("# x(8)\n\n" + body);
    String head = ".TH \"X\" \"8\" \"2026-11-01\" \"jxinetd 1\" \"System Administration\"\n";
    assertEquals(head, all.substring(0, head.length()));
    return all.substring(head.length());
  }

  @Test
  void givesANameSectionThatWhatisReads() {
    assertEquals(".SH \"NAME\"\nx \\- does things\n", page("## NAME\n\nx - does things\n"));
  }

  @Test
  void takesALineWithAColonForADescription() {
    assertEquals(
        ".SH \"OPTIONS\"\n.TP\n\\fB\\-f\\fR \\fIFILE\\fR\nread it,\nall of it\n",
        page("## OPTIONS\n\n**-f** *FILE*\n: read it,\n  all of it\n"));
  }

  @Test
  void makesTermsOfTheRowsOfATable() {
    assertEquals(
        ".TP\n\\fBa\\-b\\fR\nMeans c.\n.br\nn: 1; from: \\fBx\\fR.\n",
        page("| word | n | from | meaning |\n|---|---|---|---|\n| a-b | 1 | `x` | Means c. |\n")
            .replaceFirst("^\\.PP\n", ""));
  }

  @Test
  void letsNoTextBecomeARequest() {
    assertEquals("\\&.SH it\nis \\e\n", page("\\.SH it\nis \\\\\n"));
    assertEquals(
        ".RS 4\n.EX\n\\&.so /etc/passwd\n\\&\\(aqx\\(aq\n.EE\n.RE\n".replace("\\&\\(aq", "\\(aq"),
        page("```\n.so /etc/passwd\n'x'\n```\n"));
  }

  @Test
  void keepsWhatWasWrittenLiterally() {
    assertEquals(
        "\\fB\\-\\-json\\fR \\(ti \\[u2026]\n.IP \\(bu 2\none\n.IP \\(bu 2\ntwo\n",
        page("`--json` ~ \u2026\n\n- one\n- two\n"));
  }

  @Test
  void wantsANameAndASection() {
    ManPage page = new ManPage("", "");
    assertThrows(IllegalArgumentException.class, () -> page.of("# Performance\n"));
  }
}
