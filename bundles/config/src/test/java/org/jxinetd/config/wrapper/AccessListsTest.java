package org.jxinetd.config.wrapper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Address;
import org.jxinetd.config.text.Findings;

class AccessListsTest {

  private static List<HostsRule> rules(String allow, String deny) {
    Findings findings = new Findings();
    List<HostsRule> rules = new ArrayList<>(HostsFile.parse("hosts.allow", allow, true, findings));
    rules.addAll(HostsFile.parse("hosts.deny", deny, false, findings));
    assertEquals(List.of(), findings.problems());
    return rules;
  }

  private static AccessLists lists(String allow, String deny) {
    return AccessLists.of(rules(allow, deny), "ftpd");
  }

  private static void expect(String onlyFrom, String noAccess, AccessLists lists) {
    assertEquals(
        Optional.ofNullable(onlyFrom), lists.onlyFrom().map(words -> String.join(" ", words)));
    assertEquals(noAccess, String.join(" ", lists.noAccess()));
  }

  @Test
  void saysNothingWithoutRules() {
    expect(null, "", lists("", ""));
    expect(null, "", lists("ALL: ALL", "ALL: ALL"));
    expect(null, "", lists("sshd: 10.", "sshd: ALL"));
    expect(null, "", lists("ftpd: 10.", ""));
  }

  @Test
  void closesWhatIsDeniedToAll() {
    expect("", "", lists("", "ALL: ALL"));
    expect("10.0.0.0/8 .x.org ::1", "", lists("ftpd, sshd: 10. .x.org [::1]", "ALL: ALL"));
    expect("10.0.0.0/32", "", lists("ftpd: 10.0.0.0/255.255.255.255", "ALL: ALL"));
    expect(null, "", lists("", "ALL EXCEPT ftpd: ALL"));
    expect("127.0.0.1", "", lists("", "ALL: ALL EXCEPT 127.0.0.1"));
  }

  @Test
  void keepsTheFirstMatchWhereItIsTheClosest() {
    expect(
        "0.0.0.0/0 ::/0 10.1.0.0/16",
        "10.0.0.0/8",
        lists("ftpd: 10.1.0.0/16", "ftpd: 10.0.0.0/255.0.0.0 10.1.2.3"));
    expect("10.0.0.0/8", "10.1.2.3", lists("ftpd: 10. EXCEPT 10.1.2.3", "ALL: ALL"));
    expect(null, "10.0.0.0/8", lists("ALL: 10. : DENY", ""));
    expect("0.0.0.0/0 ::/0 .x.org", "10.0.0.0/8", lists("ftpd: .x.org", "ftpd: 10."));
  }

  @Test
  void leavesToTheWrappersWhatHasNoCounterpart() {
    AccessLists local = lists("ALL: LOCAL\nftpd: 10.", "ALL: ALL");
    expect(null, "", local);
    assertEquals(
        List.of(
            "hosts.allow:1 (ALL: LOCAL) has no counterpart here; TCP wrappers still obey it",
            "hosts.deny:1 (ALL: ALL) comes behind it, and is left to them"),
        local.comments());
    AccessLists paranoid = lists("ALL: PARANOID: DENY\nftpd: 10.", "ALL: ALL");
    expect("10.0.0.0/8", "", paranoid);
    assertEquals(1, paranoid.comments().size());
    expect(null, "", lists("ftpd@10.0.0.1: 10.", "ALL: ALL"));
    expect(null, "", lists("ftpd: 10.", "ALL: ALL: spawn (logger %h)"));
    expect(null, "", lists("ftpd: 10.0.0.0/255.0.255.0", "ALL: ALL"));
    expect(null, "", lists("ftpd: 10.", "ftpd: .x.org"));
    expect(null, "", lists("ftpd: .x.org", "ftpd: 10.0.0.1"));
  }

  @Test
  void readsContinuedLinesEscapedColonsAndBadLines() {
    Findings findings = new Findings();
    List<HostsRule> rules =
        HostsFile.parse(
            "f",
            "# c\nftpd: \\\n10.\nnonsense\nftpd: [2001:db8::]/32 : setenv A a\\:b",
            true,
            findings);
    assertEquals(List.of("10."), rules.get(0).clients());
    assertEquals("f:2", rules.get(0).origin().toString());
    assertEquals(List.of("[2001:db8::]/32"), rules.get(1).clients());
    assertEquals(List.of("setenv A a:b"), rules.get(1).options());
    assertEquals(1, findings.problems().size());
    assertEquals("f:4", findings.problems().getFirst().origin().toString());
  }

  /** Wrappers take the first match, the lists the closest: both must admit the same clients. */
  @Test
  void admitsWhomTheWrappersAdmit() {
    Random random = new Random(20_261_125);
    for (int round = 0; round < 500; round++) {
      List<HostsRule> rules =
          rules(file(random, random.nextInt(4)), file(random, random.nextInt(4)));
      AccessLists lists = AccessLists.of(rules, "ftpd");
      assertTrue(
          lists.comments().stream().allMatch(c -> c.startsWith("the closest")), rules::toString);
      for (int i = 0; i < 40; i++) {
        String client =
            "10." + random.nextInt(3) + "." + random.nextInt(3) + "." + random.nextInt(3);
        assertEquals(
            wrappers(rules, client), closest(lists, client), () -> client + " " + rules + lists);
      }
    }
  }

  private static String file(Random random, int lines) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      out.append("ftpd: ").append(random.nextInt(8) == 0 ? "ALL" : word(random));
      out.append(random.nextBoolean() ? " " + word(random) : "").append('\n');
    }
    return out.toString();
  }

  private static String word(Random random) {
    StringBuilder out = new StringBuilder("10.");
    for (int octets = random.nextInt(4); octets > 0; octets--) {
      out.append(random.nextInt(3)).append(octets > 1 ? "." : "");
    }
    String text = out.toString();
    return text.endsWith(".") || text.chars().filter(c -> c == '.').count() == 3
        ? text
        : text + ".";
  }

  private static boolean wrappers(List<HostsRule> rules, String client) {
    for (HostsRule rule : rules) {
      for (String word : rule.clients()) {
        boolean prefix = word.endsWith(".") && client.startsWith(word);
        if (word.equals("ALL") || prefix || word.equals(client)) {
          return rule.admits();
        }
      }
    }
    return true;
  }

  private static boolean closest(AccessLists lists, String client) {
    int allowed = lists.onlyFrom().map(words -> longest(words, client)).orElse(0);
    int denied = longest(lists.noAccess(), client);
    return allowed > denied;
  }

  private static int longest(List<String> words, String client) {
    int best = -1;
    Address address = Address.parse(client).orElseThrow();
    for (String word : words) {
      String[] parts = word.split("/");
      Address base = Address.parse(parts[0]).orElseThrow();
      int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : 32;
      boolean hit =
          base.isInet()
              && (bits == 0 || (base.inetBits() ^ address.inetBits()) >>> (32 - bits) == 0);
      best = hit ? Math.max(best, bits) : best;
    }
    return best;
  }
}
