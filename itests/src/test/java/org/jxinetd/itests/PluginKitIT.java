package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Every template of docs/plugin, as the build made it, in a running server. */
@Tag("ours")
class PluginKitIT {
  private static final List<String> TEMPLATES =
      List.of(
          "access-provider",
          "pattern-provider",
          "built-in-service",
          "handler",
          "log-sink",
          "prefix-file",
          "external-command");

  @RegisterExtension final Workbench bench = new Workbench();

  private static Path root() {
    return ProgramUnderTest.home().getParent().getParent().getParent();
  }

  /** The artifacts of a pom that stand in an element of some name, with their versions or "". */
  private static Map<String, String> dependencies(Path pom, String parent) throws Exception {
    Map<String, String> all = new TreeMap<>();
    NodeList found = parse(pom).getElementsByTagName("dependency");
    for (int i = 0; i < found.getLength(); i++) {
      Element one = (Element) found.item(i);
      if (one.getParentNode().getParentNode().getNodeName().equals(parent)) {
        all.put(text(one, "groupId") + ":" + text(one, "artifactId"), text(one, "version"));
      }
    }
    return all;
  }

  private static Document parse(Path pom) throws Exception {
    return DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().parse(pom.toFile());
  }

  private static String text(Element element, String child) {
    NodeList found = element.getElementsByTagName(child);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
  }

  @Test
  void theBomHasAVersionForEverythingThatATemplateNeeds() throws Exception {
    Map<String, String> bom = dependencies(root().resolve("bom/pom.xml"), "dependencyManagement");
    assertEquals("${project.version}", bom.get("org.jxinetd:org.jxinetd.api"));
    for (String template : TEMPLATES) {
      Map<String, String> needed =
          dependencies(root().resolve("docs/plugin/" + template + "/pom.xml"), "project");
      assertTrue(needed.containsKey("org.jxinetd:org.jxinetd.api"), template + ": " + needed);
      needed.forEach(
          (artifact, version) -> {
            assertTrue(bom.containsKey(artifact), template + " needs " + artifact);
            assertEquals("", version, template + " takes its own version of " + artifact);
          });
    }
    Path build = root().resolve("pom.xml");
    Map<String, String> ours = dependencies(build, "dependencyManagement");
    Element properties = (Element) parse(build).getElementsByTagName("properties").item(0);
    bom.forEach(
        (artifact, version) -> {
          String built = String.valueOf(ours.get(artifact));
          String value =
              built.equals("${project.version}")
                  ? built
                  : text(properties, built.replaceAll("^\\$\\{(.*)}$", "$1"));
          assertEquals(value, version, artifact + ", as the server is built");
        });
  }

  private static Path jar(String template) throws IOException {
    try (Stream<Path> files = Files.list(root().resolve("docs/plugin/" + template + "/target"))) {
      return files
          .filter(file -> file.toString().endsWith("-1.0.0.jar"))
          .findFirst()
          .orElseThrow(() -> new AssertionError(template + " has not been built"));
    }
  }

  private static String builtIn(String name, int port, String... more) {
    String[] all =
        Stream.concat(
                Stream.of(
                    "type = INTERNAL UNLISTED",
                    "socket_type = stream",
                    "protocol = tcp",
                    "wait = no",
                    "flags = IPv4",
                    "port = " + port),
                Stream.of(more))
            .toArray(String[]::new);
    return Conf.entry("service " + name, all);
  }

  @Test
  void everyTemplateWorksWhenItIsDropped() throws IOException {
    Path tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    int plain = Ports.free();
    int sourcePort = Ports.free();
    int parity = Ports.free();
    int upper = Ports.free();
    int motd = Ports.free();
    int counted = Ports.free();
    int countries = Ports.free();
    int command = Ports.free();
    Path prefixes =
        bench.file("prefixes", "# made up\n127.0.0.0/8 XA\n127.0.0.16/28 XB\n::1/128 XB\n");
    Path may = bench.script("may", "#!/bin/sh\n[ \"$1\" = 127.0.0.1 ] && [ \"$2\" = command ]\n");
    Path counts = bench.folder().resolve("counts");
    String cat = Tool.path("cat");
    Daemon daemon =
        bench
            .startTree(
                tree,
                bench.defaults()
                    + Conf.stream("plain", plain, cat)
                    + Conf.stream("low", sourcePort, cat, "source_port_below = 1")
                    + Conf.stream("parity", parity, cat, "only_from = parity:odd")
                    + builtIn("upper", upper)
                    + builtIn("motd", motd, "motd_text = be nice")
                    + Conf.stream("counted", counted, cat, "log_type = COUNT " + counts)
                    + Conf.stream(
                        "countries",
                        countries,
                        cat,
                        "countries = XA",
                        "countries_file = " + prefixes)
                    + Conf.stream("command", command, cat, "access_command = " + may))
            .ready(plain);
    assertFalse(ProcFs.listening(upper), "nobody serves it yet");
    for (String template : TEMPLATES) {
      Path copy = Files.copy(jar(template), bench.folder().resolve(template + ".jar"));
      Files.move(
          copy, tree.resolve("deploy").resolve(template + ".jar"), StandardCopyOption.ATOMIC_MOVE);
    }
    Await.until(
        "every template is in use",
        () -> {
          String providers = xinetctl(tree, daemon, "providers");
          return Stream.of("low", "parity", "upper", "motd", "counted", "countries", "command")
              .allMatch(
                  service ->
                      providers.matches("(?s).*org\\.example\\.\\S+ +\\S+ +" + service + " .*"));
        });
    assertFalse(Client.isAdmitted(sourcePort, "127.0.0.1"), "no port is below 1");
    assertTrue(Client.isAdmitted(parity, "127.0.0.1"));
    assertFalse(Client.isAdmitted(parity, "127.0.0.2"));
    assertEquals("HELLO\n", Client.exchange(upper, "hello\n"));
    assertEquals("be nice\n", Client.readAll(motd, "127.0.0.1"));
    assertTrue(Client.isAdmitted(countries, "127.0.0.1"));
    assertFalse(Client.isAdmitted(countries, "127.0.0.17"), "the longer prefix counts");
    assertTrue(Client.isAdmitted(command, "127.0.0.1"));
    assertFalse(Client.isAdmitted(command, "127.0.0.2"));
    assertTrue(Client.isAdmitted(counted, "127.0.0.1"));
    Await.until(
        "the sink has counted",
        () -> Files.exists(counts) && Files.readString(counts).contains("Started=1"));
    assertTrue(Client.isAdmitted(plain, "127.0.0.1"), "the others do not notice");
  }

  private static String xinetctl(Path tree, Daemon daemon, String word) throws IOException {
    return Tool.run(
            tree.resolve("bin/xinetctl").toString(), "-control", daemon.control().toString(), word)
        .ok()
        .output();
  }
}
