package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxinetd.api.handler.StreamService;
import org.jxinetd.itests.plugin.FailingActivator;
import org.jxinetd.itests.plugin.Misbehaving;
import org.jxinetd.itests.plugin.Sluggish;
import org.jxinetd.itests.plugin.SpinningActivator;
import org.jxinetd.itests.plugin.Stubborn;

/** Plugins that do what they must not: their clients are refused, the others do not notice. */
@Tag("ours")
class BrokenPluginIT {
  private static final String COMPONENT = "OSGI-INF/misbehaving.xml";
  private static final String DESCRIPTION =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="misbehaving">
        <implementation class="org.jxinetd.itests.plugin.Misbehaving"/>
        <service><provide interface="org.jxinetd.api.access.AccessProvider"/></service>
      </scr:component>
      """;

  @RegisterExtension final Workbench bench = new Workbench();
  private Path tree;
  private int good;
  private int bad;
  private Daemon daemon;

  @BeforeEach
  void ports() throws IOException {
    tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    good = Ports.free();
    bad = Ports.free();
  }

  private void start(String how) throws IOException {
    String cat = Tool.path("cat");
    daemon =
        bench
            .startTree(
                tree,
                bench.defaults("cps = 0 0")
                    + Conf.stream("good", good, cat)
                    + Conf.stream("bad", bad, cat, "misbehave = " + how))
            .ready(good);
  }

  private void deploy(Class<?> code, Map<String, String> headers, String component)
      throws IOException {
    deploy("org.example.broken", code, headers, component);
  }

  private void deploy(String name, Class<?> code, Map<String, String> headers, String component)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(main::putValue);
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Bundle-Version", "1.0.0");
    Path jar = bench.folder().resolve("broken.jar");
    String entry = code.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream bytes = code.getResourceAsStream("/" + entry)) {
      out.putNextEntry(new ZipEntry(entry));
      bytes.transferTo(out);
      if (!component.isEmpty()) {
        out.putNextEntry(new ZipEntry(COMPONENT));
        out.write(component.getBytes(StandardCharsets.UTF_8));
      }
    }
    Files.move(jar, tree.resolve("deploy/broken.jar"), StandardCopyOption.ATOMIC_MOVE);
  }

  private void deployMisbehaving() throws IOException {
    deployMisbehaving("org.example.broken");
  }

  private void deployMisbehaving(String name) throws IOException {
    deploy(
        name,
        Misbehaving.class,
        Map.of(
            "Import-Package",
            "org.jxinetd.api.access;version=\"[1.0,2)\",org.jxinetd.api.service;version=\"[1.0,2)\"",
            "Service-Component",
            COMPONENT,
            "Provide-Capability",
            "org.jxinetd.attribute;name:List<String>=\"misbehave\""),
        DESCRIPTION);
    Await.until(
        "the rule is in use",
        () ->
            xinetctl("providers")
                .output()
                .matches("(?s).*" + name.replace(".", "\\.") + " +misbehave +bad .*"));
  }

  private Tool.Result xinetctl(String... words) throws IOException {
    String[] command = new String[words.length + 3];
    command[0] = tree.resolve("bin/xinetctl").toString();
    command[1] = "-control";
    command[2] = daemon.control().toString();
    System.arraycopy(words, 0, command, 3, words.length);
    return Tool.run(command);
  }

  private void othersAreServed() throws IOException {
    for (int i = 0; i < 20; i++) {
      assertTrue(Client.isAdmitted(good, "127.0.0.1"));
    }
  }

  @Test
  void aRuleThatThrowsRefuses() throws IOException {
    start("throw");
    deployMisbehaving();
    assertFalse(Client.isAdmitted(bad, "127.0.0.1"));
    daemon.log().await("org\\.example\\.broken.*on purpose");
    othersAreServed();
  }

  @Test
  void aRuleThatBlocksForEverIsQuarantined() throws IOException {
    start("block");
    deployMisbehaving();
    quarantined();
  }

  /** Whose bundle it is does not follow from its name. */
  @Test
  void aRuleThatCallsItselfOursIsNoExceptionFromTheDeadline() throws IOException {
    start("block");
    deployMisbehaving("org.jxinetd.broken");
    assertFalse(Client.isAdmitted(bad, "127.0.0.1"), "refused at the deadline");
    daemon.log().await("bundle org\\.jxinetd\\.broken took longer than .*quarantined");
    othersAreServed();
  }

  @Test
  void aRuleThatSpinsIsQuarantined() throws IOException {
    start("spin");
    deployMisbehaving();
    quarantined();
  }

  @Test
  void manyRulesThatSpinTakeOneCore() throws IOException {
    start("spin");
    deployMisbehaving();
    List<Client> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        clients.add(Client.connect(bad)); // all are being decided on before the first is too late
      }
      daemon.log().await("org\\.example\\.broken took longer than .*quarantined");
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
    othersAreServed();
    double cores = takesCores();
    assertTrue(cores < 1.2, "it takes " + cores + " cores");
    assertTrue(cores > 0.1, "it spins: " + cores);
  }

  private double takesCores() throws IOException {
    long before = cpuTicks();
    long began = System.nanoTime();
    Await.until("two seconds have passed", () -> System.nanoTime() - began > 2_000_000_000L);
    return (cpuTicks() - before) / 100.0 / ((System.nanoTime() - began) / 1e9);
  }

  /** Processor time of the server in hundredths of a second. */
  private long cpuTicks() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + daemon.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
  }

  @Test
  void aRuleThatLeaksThreadsIsQuarantined() throws IOException {
    start("leak");
    deployMisbehaving();
    assertTrue(Client.isAdmitted(bad, "127.0.0.1"));
    Await.until("it is refused", () -> !Client.isAdmitted(bad, "127.0.0.1"));
    daemon.log().await("org\\.example\\.broken left \\d+ threads behind; it is quarantined");
    othersAreServed();
  }

  private void quarantined() throws IOException {
    assertFalse(Client.isAdmitted(bad, "127.0.0.1"), "refused at the deadline");
    daemon.log().await("bundle org\\.example\\.broken took longer than .*quarantined");
    long before = System.nanoTime();
    assertFalse(Client.isAdmitted(bad, "127.0.0.1"));
    long took = System.nanoTime() - before;
    assertTrue(took < 1_500_000_000L, "it is not asked again: " + took / 1_000_000 + " ms");
    othersAreServed();
    assertTrue(xinetctl("providers").ok().output().contains("quarantined"));
    assertEquals(1, xinetctl("health").status(), "health tells");
  }

  @Test
  void aBundleWhoseActivatorFailsIsNamedAndNothingElseChanges() throws IOException {
    start("throw");
    deploy(
        FailingActivator.class,
        Map.of(
            "Import-Package",
            "org.osgi.framework",
            "Bundle-Activator",
            FailingActivator.class.getName()),
        "");
    daemon.log().await("(?i)broken.*(fails on purpose|activator)");
    othersAreServed();
  }

  @Test
  @Tag("soak")
  void aBundleWhoseActivatorSpinsIsGivenUpAndTakesOneCore() throws IOException {
    start("throw");
    deploy(
        SpinningActivator.class,
        Map.of(
            "Import-Package",
            "org.osgi.framework",
            "Bundle-Activator",
            SpinningActivator.class.getName()),
        "");
    Await.until("it spins", () -> takesCores() > 0.5);
    double cores = takesCores();
    assertTrue(cores < 1.2, "it takes " + cores + " cores");
    othersAreServed();
    daemon
        .log()
        .await(
            "bundle org\\.example\\.broken 1\\.0\\.0 does not start: it has taken longer than 10 s;"
                + " it is quarantined");
    othersAreServed();
  }

  @Test
  void aComponentThatIsNeverReadyHoldsNoOtherFileUp() throws IOException {
    int greeting = Ports.free();
    start("throw");
    Path deploy = tree.resolve("deploy");
    Path slow = bench.folder().resolve("slow.jar");
    Files.write(slow, builtIn("1.0.0", Sluggish.class));
    Files.move(slow, deploy.resolve("slow.jar"), StandardCopyOption.ATOMIC_MOVE);
    Await.until("it is being started", () -> threads().contains("start of org.ex"));
    Path service = bench.folder().resolve("greeting.xinetd");
    Files.writeString(
        service,
        Conf.entry(
            "service greeting",
            "type = INTERNAL UNLISTED",
            "socket_type = stream",
            "protocol = tcp",
            "wait = no",
            "flags = IPv4",
            "port = " + greeting));
    Path jar = PluginJar.write(bench.folder().resolve("greeting.jar"));
    long began = System.nanoTime();
    Files.move(service, deploy.resolve("greeting.xinetd"), StandardCopyOption.ATOMIC_MOVE);
    Files.move(jar, deploy.resolve("greeting.jar"), StandardCopyOption.ATOMIC_MOVE);
    Await.until("the service listens", () -> ProcFs.listening(greeting));
    long took = System.nanoTime() - began;
    assertTrue(took < 4_000_000_000L, "live after " + took / 1_000_000 + " ms");
    assertEquals("greetings\n", Client.readAll(greeting, "127.0.0.1"));
    assertEquals(0, daemon.log().count("does not start"), "it has its time still");
    daemon
        .log()
        .await(
            "bundle org\\.example\\.slow 1\\.0\\.0 does not start: it has taken longer than 10 s;"
                + " it is quarantined");
    Path next = bench.folder().resolve("slow.jar");
    Files.write(next, builtIn("1.0.1", Stubborn.class));
    Files.move(next, deploy.resolve("slow.jar"), StandardCopyOption.ATOMIC_MOVE);
    daemon.log().await("bundle org\\.example\\.slow 1\\.0\\.1 is live");
    Await.until(
        "a new version is in use", () -> xinetctl("providers").output().contains("slow/stream"));
    othersAreServed();
  }

  private static byte[] builtIn(String version, Class<?> code) throws IOException {
    return PluginJar.component(
        "org.example.slow",
        version,
        code,
        "org.jxinetd.internal=slow",
        "org.jxinetd.internal;name:List<String>=\"slow/stream\"",
        StreamService.class);
  }

  /** Names of the server's threads, as the kernel keeps them. */
  private String threads() throws IOException {
    StringBuilder names = new StringBuilder();
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + daemon.pid() + "/task"))) {
      for (Path task : tasks) {
        try {
          names.append(Files.readString(task.resolve("comm")));
        } catch (NoSuchFileException ended) {
          names.append('\n');
        }
      }
    }
    return names.toString();
  }
}
