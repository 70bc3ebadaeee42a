package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a server finds when it is started, by the resident launcher, the helper and the chain alike.
 */
class LauncherContractTest {

  private static final int NOBODY = 65534;
  private static final Credentials AS_NOBODY =
      new Credentials(OptionalInt.of(NOBODY), OptionalInt.of(NOBODY), Optional.of(List.of()));

  private static Path folder;
  private static Path probe;
  private static Spawner resident;
  private static Spawner helper;
  private static Spawner chain;

  enum Way {
    RESIDENT,
    HELPER,
    CHAIN;

    Spawner spawner() {
      return switch (this) {
        case RESIDENT -> resident;
        case HELPER -> helper;
        case CHAIN -> chain;
      };
    }
  }

  @BeforeAll
  static void open() throws Exception {
    folder = Files.createTempDirectory("launchers");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    probe = Compiler.compile("probe.c", folder);
    resident = Spawner.open(Optional.of(helperProgram()));
    helper = Spawner.open(helperProgram(), Optional.empty());
    chain = Spawner.open(Optional.empty());
  }

  @AfterAll
  static void remove() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }

  static Path helperProgram() throws IOException {
    try (Stream<Path> machines = Files.list(Path.of("target/native").toAbsolutePath())) {
      return machines.map(m -> m.resolve("xinetd-spawn")).filter(Files::exists).findFirst().get();
    }
  }

  private static Command command(Credentials who, ResourceLimit... limits) {
    return new Command(
        probe.toString(),
        List.of("in.probed"),
        List.of(),
        who,
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of(limits));
  }

  private static Command command(Path path, String... arguments) {
    return new Command(
        path.toString(),
        List.of(arguments),
        List.of(),
        Credentials.UNCHANGED,
        OptionalInt.empty(),
        OptionalInt.empty(),
        List.of());
  }

  private static Command shaped(Credentials who, OptionalInt umask, OptionalInt nice) {
    return new Command(
        probe.toString(), List.of("in.probed"), List.of(), who, umask, nice, List.of());
  }

  private static Probe run(Way way, Command command) throws IOException, InterruptedException {
    return run(way, command, Map.of());
  }

  private static Probe run(Way way, Command command, Map<String, String> extra)
      throws IOException, InterruptedException {
    Probe probe = Probe.run(way.spawner(), command, extra);
    assertEquals(new Exit.Exited(42), probe.exit(), probe.toString());
    assertEquals(Optional.empty(), probe.failure());
    return probe;
  }

  private static void needsRoot() {
    assumeTrue(Self.effectiveUid() == 0, "only root can become somebody else");
  }

  @ParameterizedTest
  @EnumSource
  void leadsItsOwnSessionUnderThePidThatTheParentKnows(Way way) throws Exception {
    Probe probe = run(way, command(Credentials.UNCHANGED));
    String pid = Long.toString(probe.pid());
    assertEquals(pid, probe.one("pid"));
    assertEquals(pid, probe.one("pgid"));
    assertEquals(pid, probe.one("sid"));
    assertEquals(Long.toString(ProcessHandle.current().pid()), probe.one("ppid"));
    assertEquals("/", probe.one("cwd"));
  }

  @ParameterizedTest
  @EnumSource
  void hasTheClientOnThreeDescriptorsAndNothingElse(Way way) throws Exception {
    Probe probe = run(way, command(Credentials.UNCHANGED));
    List<String> descriptors =
        probe.text().lines().filter(line -> line.startsWith("fd.")).sorted().toList();
    String socket = probe.socket();
    assertEquals(List.of("fd.0 " + socket, "fd.1 " + socket, "fd.2 " + socket), descriptors);
    assertTrue(probe.text().endsWith("stderr here\n"), probe.text());
    int flags = Integer.parseInt(probe.one("fdinfo.flags"), 8);
    assertEquals(0, flags & 04000, "the socket must block: " + probe.one("fdinfo.flags"));
  }

  @ParameterizedTest
  @EnumSource
  void sendsStandardErrorElsewhereWhenTold(Way way) throws Exception {
    Path file = folder.resolve("errors-" + way);
    try (Loopback loopback = Loopback.open();
        Fd errors = OpenFiles.append(file)) {
      Command command = command(Path.of("/bin/sh"), "sh", "-c", "exec 1>&2; ls /proc/$$/fd; true");
      Child child =
          way.spawner().prepare(command).spawn(loopback.fd().number(), errors.number(), Map.of());
      assertEquals(new Exit.Exited(0), child.await());
    }
    assertEquals("0\n1\n2\n", Files.readString(file), "on the file, with nothing else open");
  }

  @ParameterizedTest
  @EnumSource
  void hasNoBlockedIgnoredOrCaughtSignals(Way way) throws Exception {
    Probe probe = run(way, command(Credentials.UNCHANGED));
    for (String set : List.of("SigBlk", "SigIgn", "SigCgt")) {
      assertEquals("0000000000000000", probe.one(set), set);
    }
  }

  @ParameterizedTest
  @EnumSource
  void passesArgumentsUnchanged(Way way) throws Exception {
    List<String> words =
        List.of(
            "-in.probed",
            "",
            "--",
            "-c",
            "a b",
            "$HOME",
            "`id`",
            "'",
            "\"",
            "*",
            "\\",
            "a\nb",
            "ä€",
            "{x,y}",
            "0");
    List<String> got = run(way, command(probe, words.toArray(String[]::new))).all("argv");
    assertEquals(words, got);
    assertEquals(List.of(""), run(way, command(probe, "")).all("argv"));
  }

  @ParameterizedTest
  @EnumSource
  void passesTheEnvironmentExactly(Way way) throws Exception {
    List<String> environment =
        List.of(
            "PATH=/nowhere",
            "A=1",
            "EMPTY=",
            "EQUALS=a=b",
            "SPACES=a  b",
            "LINES2=a\nb",
            "path=p",
            "name=n",
            "head=h",
            "line=l",
            "LC_ALL=de_DE.UTF-8",
            "IFS2=x",
            "BASH_ENV=/dev/full",
            "ENV=/dev/full",
            "BASH_FUNC_fail%%=() { :; }",
            "odd-name=1",
            "0=zero",
            "HOME=/root",
            "QUOTE='\"`$x");
    assertEnvironment(way, environment);
  }

  @ParameterizedTest
  @EnumSource
  void passesVariablesThatAShellSetsForItself(Way way) throws Exception {
    assertEnvironment(way, List.of("PWD=/somewhere/else", "OLDPWD=/old", "SHLVL=7", "A=1"));
    assertEnvironment(way, List.of("SHLVL=0"));
    assertEnvironment(way, List.of());
  }

  private static void assertEnvironment(Way way, List<String> environment) throws Exception {
    Command command =
        new Command(
            probe.toString(),
            List.of("in.probed", "-x"),
            environment,
            Credentials.UNCHANGED,
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of());
    List<String> got = new ArrayList<>(run(way, command, Map.of("REMOTE_HOST", "::1")).all("env"));
    if (way == Way.CHAIN) {
      got.removeIf(variable -> variable.startsWith("_=")); // of some versions of bash
    }
    List<String> wanted = new ArrayList<>(environment);
    wanted.add("REMOTE_HOST=::1");
    assertEquals(wanted.stream().sorted().toList(), got.stream().sorted().toList());
  }

  @ParameterizedTest
  @EnumSource
  void becomesAnotherUserForGood(Way way) throws Exception {
    needsRoot();
    Probe probe = run(way, command(AS_NOBODY));
    assertEquals("65534 65534 65534", probe.one("uid"));
    assertEquals("65534 65534 65534", probe.one("gid"));
    assertEquals("", probe.one("groups"));
    assertEquals("0000000000000000", probe.one("CapEff"));
  }

  @ParameterizedTest
  @EnumSource
  void hasTheGroupsOfTheListAlone(Way way) throws Exception {
    needsRoot();
    Credentials who =
        new Credentials(
            OptionalInt.of(4242), OptionalInt.of(4243), Optional.of(List.of(7, 4244, -2)));
    Probe probe = run(way, command(who));
    assertEquals("4242 4242 4242", probe.one("uid"));
    assertEquals("4243 4243 4243", probe.one("gid"));
    assertEquals("7 4244 4294967294", probe.one("groups"));
  }

  @ParameterizedTest
  @EnumSource
  void staysWhoItIsUnlessAsked(Way way) throws Exception {
    Probe probe = run(way, command(Credentials.UNCHANGED));
    String uid = Integer.toUnsignedString(Self.effectiveUid());
    assertTrue(probe.one("uid").startsWith(uid + " " + uid), probe.one("uid"));
  }

  @ParameterizedTest
  @EnumSource
  void changesTheGroupAlone(Way way) throws Exception {
    needsRoot();
    Credentials who =
        new Credentials(OptionalInt.empty(), OptionalInt.of(4243), Optional.of(List.of()));
    Probe probe = run(way, command(who));
    assertEquals("0 0 0", probe.one("uid"));
    assertEquals("4243 4243 4243", probe.one("gid"));
    assertEquals("", probe.one("groups"));
  }

  @ParameterizedTest
  @EnumSource
  void setsTheFileModeMask(Way way) throws Exception {
    for (int mask : new int[] {0, 022, 077, 0777}) {
      Command command = shaped(Credentials.UNCHANGED, OptionalInt.of(mask), OptionalInt.empty());
      assertEquals(Integer.toOctalString(mask), run(way, command).one("umask"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void lowersThePriorityOfAnyUser(Way way) throws Exception {
    needsRoot();
    int base = Integer.parseInt(run(way, command(Credentials.UNCHANGED)).one("nice"));
    Command command = shaped(AS_NOBODY, OptionalInt.empty(), OptionalInt.of(5));
    assertEquals(Math.min(19, base + 5), Integer.parseInt(run(way, command).one("nice")));
    Command far = shaped(AS_NOBODY, OptionalInt.empty(), OptionalInt.of(Integer.MAX_VALUE));
    assertEquals("19", run(way, far).one("nice"));
  }

  @ParameterizedTest
  @EnumSource
  void raisesThePriorityOfRootAlone(Way way) throws Exception {
    needsRoot();
    int base = Integer.parseInt(run(way, command(Credentials.UNCHANGED)).one("nice"));
    OptionalInt up = OptionalInt.of(-3);
    assertEquals(
        Integer.toString(Math.max(-20, base - 3)),
        run(way, shaped(Credentials.UNCHANGED, OptionalInt.empty(), up)).one("nice"));
    assertEquals(
        Integer.toString(base), run(way, shaped(AS_NOBODY, OptionalInt.empty(), up)).one("nice"));
  }

  @ParameterizedTest
  @EnumSource
  void limitsResources(Way way) throws Exception {
    needsRoot();
    long large = 1L << 30;
    Probe probe =
        run(
            way,
            command(
                AS_NOBODY,
                new ResourceLimit(ResourceLimit.Resource.NOFILE, 100, 200),
                new ResourceLimit(ResourceLimit.Resource.AS, large, large),
                new ResourceLimit(ResourceLimit.Resource.CPU, 60, 60),
                new ResourceLimit(ResourceLimit.Resource.DATA, large, ResourceLimit.UNLIMITED),
                new ResourceLimit(ResourceLimit.Resource.RSS, 4096, 4096),
                new ResourceLimit(ResourceLimit.Resource.STACK, 1 << 23, 1 << 24)));
    assertEquals("100 200", probe.one("limit.NOFILE"));
    assertEquals(large + " " + large, probe.one("limit.AS"));
    assertEquals("60 60", probe.one("limit.CPU"));
    assertEquals(large + " -1", probe.one("limit.DATA"));
    assertEquals("4096 4096", probe.one("limit.RSS"));
    assertEquals("8388608 16777216", probe.one("limit.STACK"));
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheStricterLimitWhereTheKernelRefusesTheNewOne(Way way) throws Exception {
    // more descriptors than fs.nr_open are refused even to root
    long unlimited = ResourceLimit.UNLIMITED;
    ResourceLimit.Resource files = ResourceLimit.Resource.NOFILE;
    Probe before = run(way, command(Credentials.UNCHANGED));
    Probe probe =
        run(
            way,
            command(
                Credentials.UNCHANGED,
                new ResourceLimit(files, unlimited, unlimited),
                new ResourceLimit(ResourceLimit.Resource.CPU, 50, 50)));
    assertEquals(before.one("limit.NOFILE"), probe.one("limit.NOFILE"));
    assertEquals("50 50", probe.one("limit.CPU"));
  }

  @ParameterizedTest
  @EnumSource
  void reportsAProgramThatIsNotThere(Way way) throws Exception {
    assertNotExecuted(way, command(folder.resolve("absent"), "x"), Errno.ENOENT, 127);
  }

  @ParameterizedTest
  @EnumSource
  void reportsAProgramThatMayNotBeExecuted(Way way) throws Exception {
    Path plain = Files.writeString(folder.resolve(way + "-plain"), "#!/bin/sh\necho hello\n");
    assertNotExecuted(way, command(plain, "x"), Errno.EACCES, 126);
    assertNotExecuted(way, command(folder, "x"), Errno.EACCES, 126);
  }

  @ParameterizedTest
  @EnumSource
  void reportsAFileThatIsNoProgram(Way way) throws Exception {
    assertNotExecuted(way, script(way + "-text", "echo hello\n"), Errno.ENOEXEC, 126);
    assertNotExecuted(way, script(way + "-empty", ""), Errno.ENOEXEC, 126);
    assertNotExecuted(way, script(way + "-short", "\n"), Errno.ENOEXEC, 126);
  }

  @ParameterizedTest
  @EnumSource
  void reportsAnInterpreterThatIsNotThere(Way way) throws Exception {
    assertNotExecuted(way, script(way + "-lost", "#! /absent/interpreter -x\n"), Errno.ENOENT, 127);
  }

  @ParameterizedTest
  @EnumSource
  void reportsEachFailureUnderItsOwnPid(Way way) throws Exception {
    // among 600 numbers in a row are some with a byte that looks like the end of a line
    Command absent = command(folder.resolve("absent"), "x");
    for (int i = 0; i < (way == Way.CHAIN ? 40 : 600); i++) {
      assertNotExecuted(way, absent, Errno.ENOENT, 127);
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsScriptsAndProgramsThatCannotBeRead(Way way) throws Exception {
    Path script = folder.resolve(way + "-script");
    Files.writeString(script, "#!" + probe + " word\n");
    assertTrue(script.toFile().setExecutable(true, false));
    assertEquals(
        List.of(probe.toString(), "word", script.toString(), "-l"),
        run(way, command(script, "name", "-l")).all("argv"));
    needsRoot();
    Path secret = folder.resolve(way + "-secret");
    Files.copy(probe, secret);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("--x--x--x"));
    Command command =
        new Command(
            secret.toString(),
            List.of("s"),
            List.of(),
            AS_NOBODY,
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of());
    assertEquals(List.of("s"), run(way, command).all("argv"));
  }

  @ParameterizedTest
  @EnumSource
  void tellsAStatusOf127OfTheServerItselfFromAFailure(Way way) throws Exception {
    Path script = Files.writeString(folder.resolve(way + "-127"), "#!/bin/sh\nexit 127\n");
    assertTrue(script.toFile().setExecutable(true, false));
    Probe probe = Probe.run(way.spawner(), command(script, "x"), Map.of());
    assertEquals(new Exit.Exited(127), probe.exit());
    assertEquals(Optional.empty(), probe.failure());
  }

  @ParameterizedTest
  @EnumSource
  void tellsTheSignalThatEndedAServer(Way way) throws Exception {
    Path script = Files.writeString(folder.resolve(way + "-kill"), "#!/bin/sh\nkill -9 $$\n");
    assertTrue(script.toFile().setExecutable(true, false));
    Probe probe = Probe.run(way.spawner(), command(script, "x"), Map.of());
    assertEquals(new Exit.Signaled(9), probe.exit());
  }

  private static Command script(String name, String text) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    assertTrue(file.toFile().setExecutable(true, false));
    return command(file, "x");
  }

  private static void assertNotExecuted(Way way, Command command, int errno, int status)
      throws IOException, InterruptedException {
    Probe probe = Probe.run(way.spawner(), command, Map.of());
    assertEquals("", probe.text(), "the client must not see any of it");
    assertEquals(new Exit.Exited(status), probe.exit());
    assertEquals(Optional.of(new SpawnFailure("execve", errno)), probe.failure());
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESIDENT") // it is never nobody
  void startsNothingWhenItCannotBecomeTheUser(Way way) throws Exception {
    needsRoot();
    // the launcher itself runs as nobody here, and is asked to become root
    Credentials root = new Credentials(OptionalInt.of(0), OptionalInt.empty(), Optional.empty());
    Launcher launcher = way == Way.HELPER ? helper.launcher() : chain.launcher();
    List<String> words = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--clear-groups"));
    words.add("--");
    List<String> launch = launcher.arguments(command(root));
    words.add(reachable(launch.getFirst()));
    words.addAll(launch.subList(1, launch.size()));
    Command command =
        new Command(
            "/usr/bin/setpriv",
            words,
            List.of(),
            Credentials.UNCHANGED,
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of());
    Probe probe = Probe.run(helper, command, Map.of());
    assertTrue(probe.all("uid").isEmpty(), "the server ran: " + probe);
    assertEquals(new Exit.Exited(way == Way.HELPER ? 126 : 127), probe.exit());
  }

  /** A copy that nobody can reach. */
  private static String reachable(String program) throws IOException {
    Path copy = folder.resolve(Path.of(program).getFileName());
    if (!Files.exists(copy)) {
      Files.copy(Path.of(program), copy);
    }
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwxr-xr-x"));
    return copy.toString();
  }
}
