package org.jxinetd.shell.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.shell.ssh.library.Ed25519;
import org.jxinetd.shell.ssh.library.JdkProvider;

/** What the lines of a key file mean, and that one which is not understood lets nobody in. */
class AuthorizedKeysTest {

  private static String key;

  @BeforeAll
  static void makeKey() throws Exception {
    JdkProvider.register();
    key = PublicKeyEntry.toString(Ed25519.generate().getPublic());
  }

  private static AuthorizedKeys parse(String... lines) {
    return AuthorizedKeys.parse("keys", String.join("\n", lines));
  }

  private static Restrictions restrictions(String options) {
    AuthorizedKeys parsed = parse(options + " " + key + " somebody");
    assertEquals(List.of(), parsed.problems(), options);
    return parsed.keys().getFirst().restrictions();
  }

  private static String problem(String line) {
    AuthorizedKeys parsed = parse(line);
    assertEquals(List.of(), parsed.keys(), line);
    return parsed.problems().getFirst().toString();
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  @Test
  void readsKeysCommentsAndNothing() {
    AuthorizedKeys parsed = parse("# whom we know", "", key + " alice@example.org", "  " + key);
    assertEquals(List.of(), parsed.problems());
    assertEquals(List.of(3, 4), parsed.keys().stream().map(AuthorizedKey::line).toList());
    AuthorizedKey first = parsed.keys().getFirst();
    assertEquals("alice@example.org", first.comment());
    assertEquals(Restrictions.NONE, first.restrictions());
    assertTrue(first.fingerprint().startsWith("SHA256:"), first.fingerprint());
    assertEquals(first.encoded(), parsed.keys().getLast().encoded());
  }

  @Test
  void readsTheOptionsThatRestrict() {
    Restrictions all =
        restrictions(
            "restrict,from=\"192.0.2.0/24,!192.0.2.7,2001:db8::/32\",command=\"log -n \\\"20\\\"\","
                + "expiry-time=\"20270102Z\"");
    assertEquals(Optional.of("log -n \"20\""), all.command());
    assertFalse(all.terminal());
    assertEquals(Optional.of(Instant.parse("2027-01-02T00:00:00Z")), all.until());
    Instant before = Instant.parse("2027-01-01T23:59:59Z");
    assertEquals(Optional.empty(), all.objection(address("192.0.2.8"), before));
    assertEquals(Optional.empty(), all.objection(address("2001:db8::1"), before));
    assertTrue(all.objection(address("192.0.2.7"), before).isPresent());
    assertTrue(all.objection(address("192.0.3.1"), before).isPresent());
    assertTrue(all.objection(address("192.0.2.8"), all.until().get()).isPresent(), "expired");
    assertTrue(restrictions("restrict,pty").terminal());
    assertFalse(restrictions("pty,no-pty").terminal());
    assertEquals(
        Optional.of(ZonedDateTime.of(2027, 1, 2, 13, 5, 0, 0, ZoneId.systemDefault()).toInstant()),
        restrictions("expiry-time=\"202701021305\"").until());
    assertEquals(
        Restrictions.NONE,
        restrictions("no-X11-forwarding,permitopen=\"localhost:80\",no-agent-forwarding"));
  }

  @Test
  void anExclamationMarkAloneLetsNobodyIn() {
    Restrictions none = restrictions("from=\"!192.0.2.7\"");
    assertTrue(none.objection(address("192.0.2.8"), Instant.EPOCH).isPresent());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-such-option                        | option \"no-such-option\" is not known here",
        "from=\"*.example.org\"                | is neither an address nor a network",
        "from=\"192.0.2.0/33\"                 | is neither an address nor a network",
        "from=\"192.0.2.0/-1\"                 | is neither an address nor a network",
        "from=\"\"                             | option from needs a value",
        "from=192.0.2.7                        | the value of from is not in quotation marks",
        "from=\"192.0.2.1\",from=\"10.0.0.0/8\" | option from is there twice",
        "command=\"services                    | a quotation mark is not closed",
        "command                               | option command needs a value",
        "restrict\"                            | a quotation mark is not closed",
        "restrict\"\"pty                       | a comma is missing behind an option",
        "restrict,,pty                         | option \"\" is not known here",
        "cert-authority                        | option \"cert-authority\" is not known here",
        "expiry-time=\"tomorrow\"              | expiry-time is not",
        "expiry-time=\"20271340\"              | expiry-time: Invalid value for MonthOfYear",
        "=\"x\"                                | option \"\" is not known here"
      })
  void aLineWithAnOptionThatIsNotUnderstoodLetsNobodyIn(String options, String message) {
    String problem = problem(options + " " + key);
    assertTrue(problem.contains(message), problem);
    assertTrue(problem.startsWith("keys:1: "), problem);
    assertTrue(problem.endsWith("; nobody gets in by this line"), problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh-ed25519",
        "ssh-ed25519 ",
        "ssh-ed25519 AAAA",
        "ssh-ed25519 !!!!",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==",
        "ssh-dss AAAAB3NzaC1kc3MAAACBAA==",
        "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA==",
        "ssh-ed25519-cert-v01@openssh.com AAAA",
        "sk-ssh-ed25519@openssh.com AAAA",
        "\u0000\u0001\u0002",
        "\"\"\"",
        "\\",
        "restrict"
      })
  void whatIsNoKeyIsALineOfItsOwn(String line) {
    AuthorizedKeys parsed = parse(line, key + " alice");
    assertEquals(1, parsed.problems().size(), parsed.problems().toString());
    assertEquals(1, parsed.keys().size(), "the others stay");
  }

  @Test
  void aKeyMustBeWhatItsLineSaysAndEndWhereItEnds() throws Exception {
    String[] parts = key.split(" ");
    assertTrue(problem("ssh-rsa " + parts[1]).contains("of another type"));
    byte[] wire = Base64.getDecoder().decode(parts[1]);
    byte[] longer = java.util.Arrays.copyOf(wire, wire.length + 1);
    String text = Base64.getEncoder().encodeToString(longer);
    assertTrue(problem("ssh-ed25519 " + text).contains("behind the end of the key"));
    byte[] shorter = java.util.Arrays.copyOf(wire, wire.length - 1);
    text = Base64.getEncoder().encodeToString(shorter);
    assertTrue(problem("ssh-ed25519 " + text).contains("malformed"));
    // a length that is larger than the memory
    wire[15] = 0x7f;
    text = Base64.getEncoder().encodeToString(wire);
    assertTrue(problem("ssh-ed25519 " + text).contains("malformed"));
  }

  @Test
  void weakKeysAreNotTaken() throws Exception {
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(1024);
    String weak = PublicKeyEntry.toString(rsa.generateKeyPair().getPublic());
    assertTrue(problem(weak).contains("an RSA key of 1024 bits is not taken"));
    rsa.initialize(2048);
    String good = PublicKeyEntry.toString(rsa.generateKeyPair().getPublic());
    assertEquals(1, parse(good).keys().size());
  }

  @Test
  void thereIsAnEndToLinesAndKeys() {
    String endless = "command=\"" + "x".repeat(AuthorizedKeys.LONGEST_LINE) + "\" " + key;
    assertTrue(problem(endless).contains("the line is longer than"));
    AuthorizedKeys many = AuthorizedKeys.parse("keys", (key + "\n").repeat(1_002));
    assertEquals(AuthorizedKeys.MOST_KEYS, many.keys().size());
    assertEquals(2, many.problems().size());
    AuthorizedKeys garbage = AuthorizedKeys.parse("keys", "garbage\n".repeat(5_000));
    assertEquals(AuthorizedKeys.MOST_KEYS, garbage.problems().size());
  }
}
