package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The archive that {@code ./dev dist} makes, unpacked and started somewhere else. */
@Tag("ours")
class ArchiveIT {
  private static final Pattern JAR = Pattern.compile("(.+?)-\\d.*\\.jar");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([a-z0-9.-]+) \\| .+ \\| .+ \\|$");

  /** A line of the list of works inside our own bundles. */
  private static final Pattern INSIDE = Pattern.compile("(?m)^\\* (org\\.jxinetd\\.[a-z.]+): ");

  @RegisterExtension final Workbench bench = new Workbench();

  private Path pack(String folder) throws IOException {
    Path home = ProgramUnderTest.home();
    Path pack = home.resolveSibling("../src/main/build/pack").normalize();
    Path out = bench.folder().resolve(folder);
    Tool.run(pack.toString(), home.toString(), "jxinetd-test", out.toString()).ok();
    return out.resolve("jxinetd-test.tar.gz");
  }

  private Path unpack(Path archive) throws IOException {
    Path opt = Files.createDirectories(bench.folder().resolve("opt"));
    Tool.run(opt, Map.of(), Tool.path("tar"), "-xzf", archive.toString()).ok();
    return opt.resolve("jxinetd-test");
  }

  @Test
  void servesWhereItIsUnpackedAndIsRecordedThere() throws IOException {
    Path tree = unpack(pack("out"));
    Path recording = tree.resolve("lib/jxinetd.aot");
    assertFalse(Files.exists(recording), "a recording fits one place only");
    Tool.run(tree.resolve("bin/xinetd-record").toString()).ok();

    int echo = Ports.free();
    Daemon daemon =
        bench
            .startTree(tree, bench.defaults() + Conf.stream("echo", echo, Tool.path("cat")))
            .ready(echo);
    try (Client client = Client.admitted(echo, "127.0.0.1").orElseThrow()) {
      assertEquals("here", client.send("here").read(4));
    }
    String maps = Files.readString(Path.of("/proc", Long.toString(daemon.pid()), "maps"));
    assertTrue(maps.contains(recording.toString()), "the recording is in use");
  }

  @Test
  void isTheSameToTheLastByteAndBelongsToRoot() throws IOException {
    Path first = pack("one");
    assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(pack("two")));
    String sum = Files.readString(first.resolveSibling("jxinetd-test.tar.gz.sha256"));
    Tool.run(first.getParent(), Map.of(), Tool.path("sha256sum"), "-c", first + ".sha256").ok();
    assertTrue(sum.endsWith("  jxinetd-test.tar.gz\n"), sum);
    List<String> members =
        Tool.run(Tool.path("tar"), "-tvzf", first.toString()).ok().output().lines().toList();
    for (String member : members) {
      assertTrue(member.contains(" root/root "), member);
      assertFalse(member.charAt(5) == 'w' || member.charAt(8) == 'w', member);
    }
  }

  @Test
  void namesEveryWorkOfOthers() throws IOException {
    Set<String> jars = new TreeSet<>();
    Set<String> bundles = new TreeSet<>();
    for (String folder : List.of("lib", "bundles")) {
      try (Stream<Path> all = Files.list(ProgramUnderTest.home().resolve(folder))) {
        for (Path path : all.toList()) {
          Matcher jar = JAR.matcher(path.getFileName().toString());
          if (jar.matches() && !jar.group(1).startsWith("org.jxinetd.")) {
            jars.add(jar.group(1));
          } else if (jar.matches() && holdsWorkOfOthers(path)) {
            bundles.add(jar.group(1));
          }
        }
      }
    }
    String notice = Files.readString(ProgramUnderTest.home().resolve("NOTICE"));
    assertEquals(
        jars,
        ROW.matcher(notice)
            .results()
            .map(row -> row.group(1))
            .filter(name -> !name.equals("jar"))
            .collect(Collectors.toCollection(TreeSet::new)),
        "the table of NOTICE");
    assertEquals(
        bundles,
        INSIDE
            .matcher(notice)
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new)),
        "the list of NOTICE");
  }

  private static boolean holdsWorkOfOthers(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(JarEntry::getName)
          .anyMatch(name -> name.endsWith(".class") && !name.startsWith("org/jxinetd/"));
    }
  }
}
