package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;

@Timeout(30)
class WrappersTest {

  @TempDir Path folder;
  private final List<Problem> problems = new ArrayList<>();
  private Wrappers wrappers;

  @BeforeEach
  void setUp() throws IOException {
    allow("");
    deny("");
    start();
  }

  private void start() {
    Tables tables =
        new Tables(
            folder.resolve("hosts.allow"),
            folder.resolve("hosts.deny"),
            InstantSource.system(),
            problems::add);
    wrappers =
        new Wrappers(
            tables,
            new CachedNames(
                a -> a.toString().equals("192.0.2.1") ? new Name("mail.example.org") : Name.UNKNOWN,
                System::nanoTime));
  }

  @AfterEach
  void stop() {
    wrappers.close();
  }

  private void allow(String text) throws IOException {
    Files.writeString(folder.resolve("hosts.allow"), text);
  }

  private void deny(String text) throws IOException {
    Files.writeString(folder.resolve("hosts.deny"), text);
  }

  private Verdict decide(String client, Mode mode) throws ConfigException {
    ServiceSpec service = Visits.service("ftpd").build();
    return wrappers.compile(service).decide(Visits.request(service, client), mode);
  }

  private boolean admits(String client) throws ConfigException {
    Verdict verdict = decide(client, Mode.DECIDE);
    assertEquals(verdict.getClass(), decide(client, Mode.DRY_RUN).getClass());
    return verdict instanceof Verdict.Pass;
  }

  @Test
  void standsBetweenAddressAndIdent() {
    assertEquals(Phase.LIBWRAP, wrappers.phase());
  }

  @Test
  void withoutRulesEverybodyComesIn() throws ConfigException {
    assertTrue(admits("192.0.2.9"));
  }

  @Test
  void theAllowFileComesBeforeTheDenyFile() throws IOException, ConfigException {
    allow("in.ftpd: 192.0.2.\n");
    deny("ALL: ALL\n");
    assertTrue(admits("192.0.2.9"));
    assertTrue(!admits("8.8.8.8"));
  }

  @Test
  void namesAreLookedUp() throws IOException, ConfigException {
    allow("ALL: .example.org\n");
    deny("ALL: ALL\n");
    assertTrue(admits("192.0.2.1"));
    assertTrue(admits("::ffff:192.0.2.1"));
    assertTrue(!admits("192.0.2.2"));
  }

  @Test
  void aRefusalNamesTheRuleAndItsPlace() throws IOException, ConfigException {
    deny("# nobody\nsshd: ALL\nin.ftpd, in.telnetd: \\\n  .example.org\n");
    Verdict.Refuse refuse =
        assertInstanceOf(Verdict.Refuse.class, decide("192.0.2.1", Mode.DRY_RUN));
    assertEquals(Reason.LIBWRAP, refuse.why());
    assertEquals("in.ftpd, in.telnetd:   .example.org", refuse.evidence().rule());
    assertEquals(folder.resolve("hosts.deny") + ":3", refuse.evidence().origin().toString());
    assertEquals("daemon in.ftpd, client 192.0.2.1 (mail.example.org)", refuse.evidence().detail());
  }

  @Test
  void changedFilesCountForTheNextClient() throws IOException, ConfigException {
    assertTrue(admits("192.0.2.1"));
    deny("ALL: ALL\n");
    assertTrue(!admits("192.0.2.1"));
    Files.delete(folder.resolve("hosts.deny"));
    assertTrue(admits("192.0.2.1"));
  }

  @Test
  void optionsOverruleTheFile() throws IOException, ConfigException {
    allow("ALL: 192.0.2.1 : deny\n");
    assertTrue(!admits("192.0.2.1"));
    allow("");
    deny("ALL: 192.0.2. : severity info : ALLOW\nALL: ALL\n");
    assertTrue(admits("192.0.2.1"));
    assertTrue(!admits("8.8.8.8"));
  }

  @Test
  void setenvChangesTheServersEnvironment() throws IOException, ConfigException {
    allow("ALL: ALL : setenv CLIENT %c of %d : setenv EMPTY\n");
    Verdict.Pass pass = assertInstanceOf(Verdict.Pass.class, decide("192.0.2.1", Mode.DECIDE));
    assertEquals(
        Map.of("CLIENT", "mail.example.org of in.ftpd", "EMPTY", ""), pass.changes().environment());
  }

  @Test
  void anUnsupportedOptionRefusesAndIsSaidWhenTheFileIsRead() throws IOException, ConfigException {
    wrappers.close();
    allow("ALL: 192.0.2. : umask 022\n");
    start();
    assertEquals(
        List.of(
            folder.resolve("hosts.allow")
                + ":1: option \"umask\" is not supported;"
                + " clients that match this rule are refused"),
        problems.stream().map(Problem::toString).toList());
    assertTrue(!admits("192.0.2.1"));
    assertTrue(!admits("192.0.2.2"));
    assertTrue(admits("8.8.8.8"));
    assertEquals(1, problems.size());
  }

  @Test
  void aNetgroupThatIsReachedRefuses() throws IOException, ConfigException {
    allow("ALL: 8.8.8.8 @staff\n");
    assertTrue(admits("8.8.8.8"));
    Verdict refused = decide("192.0.2.1", Mode.DRY_RUN);
    assertInstanceOf(Verdict.Refuse.class, refused);
    assertTrue(refused.evidence().detail().contains("netgroup @staff"), refused.toString());
  }

  @Test
  void aDenyFileThatCannotBeReadRefusesEverybodyElse() throws IOException, ConfigException {
    Files.delete(folder.resolve("hosts.deny"));
    Files.createDirectory(folder.resolve("hosts.deny"));
    allow("ALL: 192.0.2.1\n");
    assertTrue(admits("192.0.2.1"));
    assertTrue(!admits("8.8.8.8"));
    assertEquals(
        folder.resolve("hosts.deny")
            + ": cannot be read: it is not a regular file;"
            + " clients that no earlier rule decides on are refused",
        problems.getFirst().toString());
  }

  @Test
  void patternsMayStandInFiles() throws IOException, ConfigException {
    Path list = folder.resolve("list");
    Files.writeString(list, "8.8.8.8 .example.org\n[2001:db8::]/32");
    deny("ALL: " + list + "\n");
    assertTrue(!admits("8.8.8.8"));
    assertTrue(!admits("192.0.2.1"));
    assertTrue(!admits("2001:db8::7"));
    assertTrue(admits("192.0.2.2"));
    Files.writeString(list, "192.0.2.2\n");
    assertTrue(!admits("192.0.2.2"));
    Files.delete(list);
    assertTrue(admits("192.0.2.2"));
  }

  @Test
  void filesThatNameEachOtherRefuse() throws IOException, ConfigException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Files.writeString(one, "8.8.8.8 " + two + "\n");
    Files.writeString(two, one + "\n");
    allow("ALL: " + one + "\n");
    assertTrue(admits("8.8.8.8"));
    assertTrue(!admits("192.0.2.1"));
  }

  @Test
  void aListThatCannotBeReadRefusesWhomItIsAskedFor() throws IOException, ConfigException {
    deny("in.ftpd: " + folder + "\n");
    assertTrue(!admits("8.8.8.8"));
    deny("sshd: " + folder + "\n");
    assertTrue(admits("8.8.8.8"));
  }

  @Test
  void spawnRunsACommandForClientsAndNotForQuestions() throws IOException, ConfigException {
    Path out = folder.resolve("out");
    deny("ALL: ALL: spawn echo %a %n '%d' >> " + out + "\n");
    decide("192.0.2.7", Mode.DRY_RUN);
    assertInstanceOf(Verdict.Refuse.class, decide("192.0.2.1", Mode.DECIDE));
    String expected = "192.0.2.1 mail.example.org in.ftpd\n";
    while (!Files.exists(out) || Files.size(out) < expected.length()) {
      LockSupport.parkNanos(1_000_000);
    }
    assertEquals(expected, Files.readString(out));
  }

  @Test
  void aCommandThatCannotBeStartedRefuses() throws IOException, ConfigException {
    allow("ALL: ALL: spawn exec cat " + folder.resolve("fifo") + "\n");
    Verdict verdict = decide("192.0.2.1", Mode.DECIDE);
    for (int i = 0; i < 100 && verdict instanceof Verdict.Pass; i++) {
      blocking();
      verdict = decide("192.0.2.1", Mode.DECIDE);
    }
    assertInstanceOf(Verdict.Refuse.class, verdict);
    assertTrue(verdict.evidence().detail().startsWith("its command cannot be run now"));
  }

  /** A pipe without a writer keeps its reader waiting. */
  private void blocking() throws IOException {
    if (!Files.exists(folder.resolve("fifo"))) {
      new ProcessBuilder("mkfifo", folder.resolve("fifo").toString()).start().onExit().join();
    }
  }

  @Test
  void theServersAddressCounts() throws IOException, ConfigException {
    deny("in.ftpd@192.0.2.80: ALL\n");
    assertTrue(!admits("192.0.2.1"));
    deny("in.ftpd@192.0.2.81: ALL\n");
    assertTrue(admits("192.0.2.1"));
  }

  @Test
  void aClientThatIsNotKnownYetIsUnknown() throws IOException, ConfigException {
    deny("ALL: UNKNOWN\n");
    ServiceSpec service = Visits.service("ftpd").build();
    Request request =
        new Request(service, Visits.end("nowhere", 0), Visits.end("192.0.2.80", 21), Instant.EPOCH);
    assertInstanceOf(Verdict.Refuse.class, wrappers.compile(service).decide(request, Mode.DECIDE));
  }

  @Test
  void libwrapExpectsOneName() {
    assertThrows(
        ConfigException.class,
        () -> wrappers.compile(Visits.service("ftpd").attribute("libwrap", "a", "b").build()));
    assertThrows(
        ConfigException.class,
        () -> wrappers.compile(Visits.service("ftpd").attribute("libwrap").build()));
  }
}
