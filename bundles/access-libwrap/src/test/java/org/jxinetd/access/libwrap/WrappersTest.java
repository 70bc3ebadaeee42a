package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.HostNames;
import org.jxinetd.api.access.Identity;
import org.jxinetd.api.access.IdentityProvider;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;

@Timeout(30)
class WrappersTest {

  @TempDir Path folder;
  private final List<Problem> problems = new ArrayList<>();
  private Wrappers wrappers;

  /** One host has a name, one has one that does not lead back. */
  private final HostNames names =
      new HostNames() {
        @Override
        public Called of(Address address, Duration limit) {
          return switch (address.toString()) {
            case "192.0.2.1" -> new Called.Confirmed("mail.example.org");
            case "192.0.2.66" -> new Called.Unconfirmed("192.0.2.66 claims too much");
            default -> new Called.Unknown("no name");
          };
        }

        @Override
        public Duration patience() {
          return Duration.ofSeconds(2);
        }
      };

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
            new Groups.OfMachine(
                (group, host) ->
                    group.equals("staff")
                        ? Optional.of(host.equals("mail.example.org"))
                        : Optional.empty()),
            Visits.SPAWNER);
    wrappers.setNames(names);
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
  void aMistakeInAnOptionRefusesAndIsSaidWhenTheFileIsRead() throws IOException, ConfigException {
    wrappers.close();
    allow("ALL: 192.0.2. : umask 8\n");
    start();
    assertEquals(
        List.of(
            folder.resolve("hosts.allow")
                + ":1: bad umask value: \"8\";"
                + " clients that match this rule are refused"),
        problems.stream().map(Problem::toString).toList());
    assertTrue(!admits("192.0.2.1"));
    assertTrue(!admits("192.0.2.2"));
    assertTrue(admits("8.8.8.8"));
    assertEquals(1, problems.size());
  }

  private SpawnChanges changes() throws ConfigException {
    return assertInstanceOf(Verdict.Pass.class, decide("192.0.2.1", Mode.DECIDE)).changes();
  }

  @Test
  void optionsChangeTheServerAndItsSocket() throws IOException, ConfigException {
    allow("ALL: ALL : umask 027 : user nobody : nice : keepalive : linger 7 : group root\n");
    SpawnChanges changes = changes();
    assertEquals(
        new SpawnChanges.Owner(
            OptionalInt.of(65_534), OptionalInt.of(0), OptionalInt.of(027), OptionalInt.of(10)),
        changes.owner());
    assertEquals(new SpawnChanges.SocketOptions(true, OptionalInt.of(7)), changes.socket());
    assertEquals(Optional.empty(), changes.command());
    assertEquals("", changes.greeting());
  }

  @Test
  void twistServesACommandInstead() throws IOException, ConfigException {
    deny("ALL: ALL : setenv A b : twist /bin/echo 421 %a\\: not you\n");
    Verdict.Pass pass = assertInstanceOf(Verdict.Pass.class, decide("192.0.2.1", Mode.DECIDE));
    assertEquals(Optional.of("/bin/echo 421 192.0.2.1: not you"), pass.changes().command());
    assertEquals(Map.of("A", "b"), pass.changes().environment());
    assertTrue(
        pass.evidence().detail().startsWith("twisted to /bin/echo 421 192.0.2.1: not you; "),
        pass.toString());
  }

  @Test
  void bannersAreSentToThoseWhoComeInAndThoseWhoDoNot() throws IOException, ConfigException {
    Path banners = Files.createDirectory(folder.resolve("banners"));
    Files.writeString(banners.resolve("in.ftpd"), " Hello %a,\n100%% welcome to %d\nbye");
    allow("ALL: 192.0.2.1 : banners " + banners + "\n");
    deny("ALL: ALL: banners " + banners + "\n");
    assertEquals(" Hello 192.0.2.1,\r\n100% welcome to in.ftpd\r\nbye", changes().greeting());
    Verdict.Refuse refused = assertInstanceOf(Verdict.Refuse.class, decide("8.8.8.8", Mode.DECIDE));
    assertEquals(" Hello 8.8.8.8,\r\n100% welcome to in.ftpd\r\nbye", refused.farewell());
    allow("ALL: 192.0.2.1 : banners " + folder + "/none\n");
    assertEquals("", changes().greeting());
    Files.writeString(banners.resolve("secret"), "x");
    ServiceSpec outside = Visits.service("ftpd").attribute("libwrap", "../secret").build();
    allow("ALL: ALL : banners " + Files.createDirectory(banners.resolve("in")) + "\n");
    Verdict verdict =
        wrappers.compile(outside).decide(Visits.request(outside, "8.8.8.8"), Mode.DECIDE);
    assertEquals("", assertInstanceOf(Verdict.Pass.class, verdict).changes().greeting());
  }

  @Test
  void aDatagramGetsNoBanner() throws IOException, ConfigException {
    Files.writeString(folder.resolve("in.ftpd"), "hello");
    allow("ALL: ALL : banners " + folder + "\n");
    ServiceSpec datagrams =
        Visits.service("ftpd").socketType(org.jxinetd.api.service.SocketType.DGRAM).build();
    Verdict verdict =
        wrappers.compile(datagrams).decide(Visits.request(datagrams, "8.8.8.8"), Mode.DECIDE);
    assertEquals("", assertInstanceOf(Verdict.Pass.class, verdict).changes().greeting());
    assertEquals("hello", changes().greeting());
  }

  @Test
  void aclexecDecidesByItsStatus() throws IOException, ConfigException {
    String onlyOne = "ALL: ALL : aclexec test %a = 192.0.2.1\n";
    allow(onlyOne);
    assertInstanceOf(Verdict.Pass.class, decide("192.0.2.1", Mode.DECIDE));
    Verdict refused = decide("8.8.8.8", Mode.DECIDE);
    assertInstanceOf(Verdict.Refuse.class, refused);
    assertTrue(
        refused.evidence().detail().startsWith("its aclexec command said no"), refused.toString());
    Verdict explained = decide("8.8.8.8", Mode.DRY_RUN);
    assertTrue(
        explained.evidence().detail().startsWith("if this command says so: test 8.8.8.8"),
        explained.toString());
    allow("");
    deny(onlyOne);
    assertInstanceOf(Verdict.Refuse.class, decide("192.0.2.1", Mode.DECIDE));
    assertInstanceOf(Verdict.Pass.class, decide("8.8.8.8", Mode.DECIDE));
    deny("ALL: ALL : aclexec false : deny\n");
    assertInstanceOf(Verdict.Refuse.class, decide("8.8.8.8", Mode.DECIDE));
    deny("ALL: ALL : aclexec true : allow\n");
    assertInstanceOf(Verdict.Pass.class, decide("8.8.8.8", Mode.DECIDE));
  }

  private Verdict asService(String user, String rule) throws IOException, ConfigException {
    allow(rule);
    ServiceSpec service = Visits.service("ftpd").attribute("user", user).build();
    return wrappers.compile(service).decide(Visits.request(service, "8.8.8.8"), Mode.DECIDE);
  }

  @Test
  void onlyRootBecomesSomebodyElse() throws IOException, ConfigException {
    assertInstanceOf(Verdict.Pass.class, asService("root", "ALL: ALL: user nobody\n"));
    assertInstanceOf(Verdict.Pass.class, asService("nobody", "ALL: ALL: user nobody\n"));
    assertInstanceOf(Verdict.Refuse.class, asService("nobody", "ALL: ALL: user root\n"));
    assertInstanceOf(Verdict.Refuse.class, asService("nobody", "ALL: ALL: user nobody.root\n"));
    assertInstanceOf(Verdict.Pass.class, asService("nobody", "ALL: ALL: group nogroup\n"));
    Verdict refused = asService("nobody", "ALL: ALL: group root\n");
    assertInstanceOf(Verdict.Refuse.class, refused);
    assertTrue(refused.evidence().detail().contains("only a server that runs as root"));
  }

  @Test
  void usersAreAskedForOnlyWhenARuleWantsToKnow() throws IOException, ConfigException {
    List<String> asked = new ArrayList<>();
    IdentityProvider ident =
        service ->
            request -> {
              asked.add(service.word("ident_timeout").orElse("usual"));
              return new Identity.Known("UNIX : alice");
            };
    allow("ALL: alice@192.0.2.1\n");
    deny("ALL: ALL\n");
    assertInstanceOf(Verdict.Refuse.class, decide("192.0.2.1", Mode.DECIDE), "nobody to ask");
    wrappers.setIdent(ident);
    assertInstanceOf(Verdict.Refuse.class, decide("192.0.2.2", Mode.DECIDE));
    assertInstanceOf(Verdict.Refuse.class, decide("192.0.2.1", Mode.DRY_RUN));
    assertEquals(List.of(), asked);
    assertInstanceOf(Verdict.Pass.class, decide("192.0.2.1", Mode.DECIDE));
    assertEquals(List.of("usual"), asked);
    allow("ALL: ALL: rfc931 9: setenv WHO %u %c %u\n");
    assertEquals(Map.of("WHO", "alice alice@mail.example.org alice"), changes().environment());
    assertEquals(List.of("usual", "9"), asked);
    wrappers.unsetIdent(service -> request -> new Identity.Unknown("x"));
    allow("ALL: ALL: setenv WHO %u\n");
    assertEquals(Map.of("WHO", "alice"), changes().environment());
    wrappers.unsetIdent(ident);
    assertEquals(Map.of("WHO", "unknown"), changes().environment());
    wrappers.setIdent(service -> request -> new Identity.Unknown("timeout"));
    assertEquals(Map.of("WHO", "unknown"), changes().environment());
  }

  @Test
  void withoutRulesNobodyWaits() throws IOException, ConfigException {
    ServiceSpec service = Visits.service("ftpd").build();
    assertTrue(!wrappers.compile(service).mayWait());
    deny("ALL: .example\n");
    assertTrue(wrappers.compile(service).mayWait());
  }

  @Test
  void aNetgroupHasHostsByTheirNames() throws IOException, ConfigException {
    allow("ALL: 8.8.8.8 @staff\n");
    deny("ALL: ALL\n");
    assertTrue(admits("8.8.8.8"));
    assertTrue(admits("192.0.2.1"));
    assertTrue(!admits("192.0.2.2"));
    allow("ALL: ALL EXCEPT @staff\n");
    assertTrue(!admits("192.0.2.1"));
    assertTrue(admits("192.0.2.2"));
  }

  @Test
  void aNetgroupThatNobodyKnowsRefusesWhereItIsReached() throws IOException, ConfigException {
    deny("ALL: 8.8.8.8 @nobody\n");
    assertTrue(!admits("8.8.8.8"));
    Verdict refused = decide("192.0.2.1", Mode.DRY_RUN);
    assertInstanceOf(Verdict.Refuse.class, refused);
    assertTrue(
        refused.evidence().detail().startsWith("there is no netgroup @nobody"), refused.toString());
    allow("ALL: 192.0.2.1\n");
    assertTrue(admits("192.0.2.1"));
  }

  @Test
  void aNameThatDoesNotLeadBackIsParanoid() throws IOException, ConfigException {
    deny("ALL: PARANOID\n");
    assertTrue(!admits("192.0.2.66"));
    assertTrue(admits("192.0.2.1"));
    assertTrue(admits("192.0.2.2"));
    deny("ALL: UNKNOWN\n");
    assertTrue(admits("192.0.2.66"));
    assertTrue(!admits("192.0.2.2"));
  }

  @Test
  void withoutNamesOnlyRulesThatNeedThemRefuse() throws IOException, ConfigException {
    allow("ALL: 192.0.2.1\nALL: .example.org\n");
    wrappers.unsetNames(names);
    assertTrue(admits("192.0.2.1"));
    ServiceSpec service = Visits.service("ftpd").build();
    Thread back = Thread.ofPlatform().unstarted(() -> wrappers.setNames(names));
    back.start();
    assertTrue(
        wrappers.compile(service).decide(Visits.request(service, "::ffff:192.0.2.1"), Mode.DECIDE)
            instanceof Verdict.Pass,
        "waited for, or there already");
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

  @Test
  void anExplanationMaySupposeTheClientsName() throws IOException, ConfigException {
    deny("ALL: .example.org\n");
    ServiceSpec service = Visits.service("ftpd").build();
    Request plain = Visits.request(service, "192.0.2.9");
    Request supposed =
        new Request(
            service,
            plain.peer(),
            plain.local(),
            plain.at(),
            java.util.Optional.of("x.example.org"));
    assertInstanceOf(Verdict.Pass.class, wrappers.compile(service).decide(plain, Mode.DRY_RUN));
    Verdict verdict = wrappers.compile(service).decide(supposed, Mode.DRY_RUN);
    assertInstanceOf(Verdict.Refuse.class, verdict);
    assertTrue(verdict.evidence().detail().contains("x.example.org"));
  }
}
