package org.jxinetd.config.publish;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.Loader;
import org.jxinetd.config.merge.Defaults;
import org.jxinetd.config.text.Switches;

class FileReloaderTest {

  private static final String A =
      """
      service a
      {
       type = UNLISTED
       socket_type = stream
       wait = no
       user = nobody
       server = /bin/cat
       port = 9001
       only_from = 127.0.0.1 10.0.0.0/8
      }
      """;
  private static final String B = A.replace("service a", "service b").replace("9001", "9002");

  @TempDir Path dir;
  private final FakeConfigurationAdmin admin = new FakeConfigurationAdmin();
  private DictionaryCompiler compiler;
  private FileReloader reloader;

  @BeforeEach
  void start() throws IOException {
    write(A + B);
    Loader loader = new Loader(dir, dir, 1 << 20);
    compiler =
        new DictionaryCompiler(
            new DictionaryCompiler.Context(
                Defaults.NONE, loader.names(), java.util.Map.of(), Switches.NONE));
    reloader =
        new FileReloader(
            "x.conf",
            loader,
            new Publisher(admin.service()),
            compiler,
            new DaemonLog(),
            new SwitchFile(Optional.of(dir)));
    reloader.first();
  }

  private void write(String text) throws IOException {
    Files.writeString(dir.resolve("x.conf"), text);
  }

  private Map<String, Object> stored(String name) {
    Dictionary<String, Object> found = admin.stored.get("org.jxinetd.service~" + name);
    Map<String, Object> out = new HashMap<>();
    Collections.list(found.keys()).forEach(key -> out.put(key, found.get(key)));
    return out;
  }

  @Test
  void bracketsAGenerationWithItsMarks() {
    assertEquals(
        List.of("open", "put org.jxinetd.service~a", "put org.jxinetd.service~b", "committed"),
        admin.calls);
    assertArrayEquals(
        new String[] {"org.jxinetd.service~a", "org.jxinetd.service~b"},
        (String[]) admin.stored.get("org.jxinetd.generation").get("pids"));
  }

  @Test
  void compilerReadsBackWhatWasPublished() {
    ServiceSpec spec =
        compiler.compile("org.jxinetd.service~a", stored("a")).service().orElseThrow();
    assertEquals(9001, spec.port().getAsInt());
    assertEquals(List.of("127.0.0.1", "10.0.0.0/8"), spec.words("only_from"));
    assertEquals(
        "x.conf:9:14",
        spec.attribute("only_from").orElseThrow().values().get(0).origin().toString());
    assertEquals(ServiceSpec.Source.FILE, spec.source());
  }

  @Test
  void changeOfOneServiceTouchesThatOne() throws IOException {
    admin.calls.clear();
    write(A + B.replace("/bin/cat", "/bin/true"));
    Reloader.Report report = reloader.reload(false);
    assertEquals(List.of("open", "put org.jxinetd.service~b", "committed"), admin.calls);
    assertEquals(2, report.generation());
    assertEquals(1, report.kept());
    assertEquals(List.of("server: /bin/cat -> /bin/true"), report.changes().getFirst().details());
  }

  @Test
  void dryRunPublishesNothing() throws IOException {
    admin.calls.clear();
    write(A);
    Reloader.Report report = reloader.reload(true);
    assertEquals(List.of(), admin.calls);
    assertEquals(Reloader.Kind.REMOVED, report.changes().getFirst().kind());
  }

  @Test
  void removedServiceIsDeleted() throws IOException {
    write(A);
    reloader.reload(false);
    assertNull(admin.stored.get("org.jxinetd.service~b"));
  }

  @Test
  void brokenServiceKeepsItsLastGoodDefinition() throws IOException {
    write(A + B.replace(" port = 9002", " port"));
    Reloader.Report report = reloader.reload(false);
    assertEquals("9002", stored("b").get("port"));
    assertEquals(true, stored("b").get(".lastgood"));
    assertEquals(List.of(), report.changes());
    assertTrue(report.problems().toString().contains("keeps its last good definition"));
  }

  @Test
  void misspeltKeywordDoesNotRemoveARunningService() throws IOException {
    write(A + B.replace("service b", "sevice b"));
    reloader.reload(false);
    assertEquals(true, stored("b").get(".lastgood"));
  }

  @Test
  void unreadableFileLeavesEverything() throws IOException {
    Files.delete(dir.resolve("x.conf"));
    admin.calls.clear();
    Reloader.Report report = reloader.reload(false);
    assertEquals(List.of(), admin.calls);
    assertEquals(0, report.generation());
    assertEquals(
        "open( x.conf ) failed: No such file or directory (errno = 2)",
        report.problems().getFirst().message());
  }

  @Test
  void configAdminClientGetsDefaultsAndMessagesNamingThePid() throws IOException {
    write("defaults\n{\n per_source = 3\n}\n" + A);
    reloader.reload(false);
    ServiceSpec spec =
        compiler
            .compile(
                "org.jxinetd.service~z",
                Map.of(
                    "service",
                    "z",
                    "type",
                    "UNLISTED",
                    "socket_type",
                    "stream",
                    "wait",
                    "no",
                    "user",
                    "nobody",
                    "server",
                    "/bin/cat",
                    "port",
                    "9009"))
            .service()
            .orElseThrow();
    assertEquals("3", spec.word("per_source").orElseThrow());
    assertEquals(ServiceSpec.Source.ADMIN, spec.source());
    ServiceCompiler.Result bad =
        compiler.compile("org.jxinetd.service~z", Map.of("service", "z", "port", "99999"));
    assertTrue(
        bad.problems().getFirst().toString().startsWith("org.jxinetd.service~z: port: "),
        bad.problems().toString());
  }

  private static final String Z = "org.jxinetd.service~z";

  /** What a client of Config Admin writes. */
  private ServiceCompiler.Result administrator(Map<String, Object> more) {
    Map<String, Object> properties =
        new HashMap<>(
            Map.of(
                "service", "z",
                "type", "UNLISTED",
                "socket_type", "stream",
                "wait", "no",
                "user", "nobody",
                "server", "/bin/cat",
                "port", 9009));
    properties.putAll(more);
    admin.stored.put(Z, org.osgi.framework.FrameworkUtil.asDictionary(properties));
    return compiler.compile(Z, properties);
  }

  @Test
  void typedValuesOfConfigAdminAreTakenAsTheirText() {
    ServiceSpec spec =
        administrator(
                Map.of(
                    "wait",
                    false,
                    "per_source",
                    3,
                    "cps",
                    new Integer[] {25, 30},
                    "only_from",
                    new String[] {"127.0.0.1", "10.0.0.0/8"},
                    "nice",
                    List.of(-5)))
            .service()
            .orElseThrow();
    assertEquals(9009, spec.port().getAsInt());
    assertEquals(List.of("25", "30"), spec.words("cps"));
    assertEquals(List.of("127.0.0.1", "10.0.0.0/8"), spec.words("only_from"));
    assertEquals("-5", spec.word("nice").orElseThrow());
    assertEquals(false, spec.waits());
  }

  @Test
  void theAdministratorsDefinitionWinsAndReloadSaysSo() throws IOException {
    administrator(Map.of("id", "B"));
    Reloader.Report report = reloader.reload(true);
    assertEquals(1, report.problems().size(), report.problems().toString());
    assertEquals(
        "x.conf:11:1: service b is defined by the configuration org.jxinetd.service~z as well; that"
            + " one wins, being the administrator's later word, until it is deleted; the file's"
            + " rests",
        report.problems().getFirst().toString());
    admin.stored.remove(Z);
    assertEquals(List.of(), reloader.reload(false).problems());
  }

  @Test
  void aPortOfAFileIsNotGivenToTheAdministratorsServiceAsWell() {
    ServiceCompiler.Result result = administrator(Map.of("port", 9002));
    assertEquals(java.util.Optional.empty(), result.service());
    String said = result.problems().toString();
    assertTrue(said.contains(Z + ": port: ") && said.contains("x.conf:11"), said);
    assertTrue(
        administrator(Map.of("port", 9002, "id", "b")).service().isPresent(), "in its place");
  }

  @Test
  void aServiceThatConfigAdminSwitchesOffIsGoneWithoutAnError() {
    administrator(Map.of("id", "b"));
    ServiceCompiler.Result result = administrator(Map.of("id", "b", "disable", "yes"));
    assertEquals(java.util.Optional.empty(), result.service());
    assertTrue(
        result.problems().stream()
            .noneMatch(p -> p.severity() == org.jxinetd.api.service.Problem.Severity.ERROR));
    assertEquals(List.of(), reloader.reload(true).problems(), "nothing hides the file's any more");
  }

  @Test
  void lastGoodDefinitionIsMarkedForWhoeverAsks() throws IOException {
    write(A + B.replace(" port = 9002", " port = many"));
    reloader.reload(false);
    ServiceSpec kept =
        compiler.compile("org.jxinetd.service~b", stored("b")).service().orElseThrow();
    assertTrue(kept.lastGood());
    ServiceSpec readBack =
        ServiceDictionary.read("org.jxinetd.service~b", stored("b")).service().orElseThrow();
    assertTrue(readBack.lastGood(), "also after the front end was replaced");
    write(A + B);
    assertEquals(List.of(), reloader.reload(false).changes());
    assertEquals(null, stored("b").get(".lastgood"));
    assertEquals(
        false,
        compiler.compile("org.jxinetd.service~b", stored("b")).service().orElseThrow().lastGood());
  }

  private List<String> running() {
    return admin.stored.keySet().stream().filter(pid -> pid.contains("~")).sorted().toList();
  }

  @Test
  void aServiceThatIsSwitchedOffStaysOffUntilItIsSwitchedOn() throws IOException {
    assertEquals(1, reloader.turn("A", false).changes().size());
    assertEquals(List.of("org.jxinetd.service~b"), running());
    write(A + B + "# edited\n");
    reloader.reload(false);
    assertEquals(List.of("org.jxinetd.service~b"), running(), "a reload does not bring it back");
    start();
    assertEquals(List.of("org.jxinetd.service~b"), running(), "nor does a restart");
    assertEquals(
        List.of("a false true", "b true false"),
        reloader.written().stream().map(w -> w.id() + " " + w.on() + " " + w.turned()).toList());
    reloader.turn("a", true);
    assertEquals(List.of("org.jxinetd.service~a", "org.jxinetd.service~b"), running());
    assertEquals(
        "", Files.readString(dir.resolve("switches")), "as the files say: nothing to keep");
  }

  @Test
  void aServiceThatTheFilesDisableCanBeSwitchedOn() throws IOException {
    write(A.replaceFirst("\\{", "{\n disable = yes") + B);
    reloader.reload(false);
    assertEquals(List.of("org.jxinetd.service~b"), running());
    assertEquals(List.of(), reloader.turn("a", true).problems());
    assertEquals(List.of("org.jxinetd.service~a", "org.jxinetd.service~b"), running());
    assertEquals("on a\n", Files.readString(dir.resolve("switches")));
    reloader.turn("a", false);
    assertEquals(List.of("org.jxinetd.service~b"), running());
  }

  @Test
  void nothingIsSwitchedThatNobodyDefined() throws IOException {
    assertEquals(
        "there is no service nosuch",
        reloader.turn("nosuch", true).problems().getFirst().message());
    assertTrue(Files.notExists(dir.resolve("switches")));
  }

  private List<String> written() {
    return reloader.written().stream().map(w -> w.id() + " " + w.on() + " " + w.turned()).toList();
  }

  private static List<String> changes(Reloader.Report report) {
    return report.changes().stream().map(c -> c.kind() + " " + c.id() + " " + c.details()).toList();
  }

  @Test
  void aServiceOfConfigAdminIsSwitchedLikeOneOfTheFiles() throws IOException {
    assertTrue(administrator(Map.of()).service().isPresent());
    assertEquals(List.of("a true false", "b true false", "z true false"), written());
    assertEquals(
        List.of("REMOVED z [of the configuration " + Z + "]"), changes(reloader.turn("Z", false)));
    assertTrue(
        administrator(Map.of()).service().isEmpty(), "the engine is told so when it asks again");
    assertEquals(List.of("a true false", "b true false", "z false true"), written());
    assertEquals("off z\n", Files.readString(dir.resolve("switches")));
    start();
    assertTrue(administrator(Map.of()).service().isEmpty(), "nor does a restart bring it back");
    assertEquals(List.of(), changes(reloader.turn("z", false)), "it was off");
    assertEquals(
        List.of("ADDED z [of the configuration " + Z + "]"), changes(reloader.turn("z", true)));
    assertTrue(administrator(Map.of()).service().isPresent());
    assertEquals("", Files.readString(dir.resolve("switches")));
    admin.stored.remove(Z);
    assertEquals(List.of("a true false", "b true false"), written(), "it was deleted");
    assertEquals(
        "there is no service z", reloader.turn("z", false).problems().getFirst().message());
  }

  @Test
  void aServiceThatConfigAdminDisablesCanBeSwitchedOnUnlessItIsBroken() {
    assertTrue(administrator(Map.of("disable", "yes")).service().isEmpty());
    assertEquals(List.of("a true false", "b true false", "z false false"), written());
    assertEquals(
        List.of("ADDED z [of the configuration " + Z + "]"), changes(reloader.turn("z", true)));
    assertTrue(administrator(Map.of("disable", "yes")).service().isPresent());
    reloader.turn("z", false);
    assertTrue(administrator(Map.of("disable", "yes", "port", "x")).service().isEmpty());
    Reloader.Report broken = reloader.turn("z", true);
    assertEquals(List.of(), broken.changes(), "nothing that would run");
    assertEquals("port", broken.problems().getFirst().attribute());
  }

  @Test
  void anIdThatFilesAndConfigAdminHaveIsSwitchedInBoth() {
    administrator(Map.of("id", "b"));
    reloader.turn("b", false);
    assertEquals(List.of("a true false", "b false true", "b false true"), written());
  }

  @Test
  void switchesThatCannotBeKeptAreNotMade() throws IOException {
    Files.createDirectories(dir.resolve("switches.new/in/the/way"));
    assertEquals(
        Problem.Severity.ERROR, reloader.turn("a", false).problems().getFirst().severity());
    assertEquals(List.of("org.jxinetd.service~a", "org.jxinetd.service~b"), running());
  }

  @Test
  void aDamagedFileOfSwitchesIsSaidAndTheFilesHold() throws IOException {
    Files.writeString(dir.resolve("switches"), "off a\nperhaps b\n");
    start();
    assertEquals(List.of("org.jxinetd.service~a", "org.jxinetd.service~b"), running());
  }
}
