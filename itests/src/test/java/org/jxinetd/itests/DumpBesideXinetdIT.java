package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The effective services of the language's fixtures, beside those that Debian's xinetd prints with
 * {@code -d}, key by key. Every difference is a row of {@code docs/differences.tsv} whose topic is
 * {@code fixture NAME}, and every such row differs.
 */
@Tag("ours")
class DumpBesideXinetdIT {

  private static final Path FIXTURES =
      Path.of("..", "bundles", "config", "src", "test", "resources", "fixtures");
  private static final Path DIFFERENCES = Path.of("..", "docs", "differences.tsv");
  private static final Pattern HOST_BOUND =
      Pattern.compile(
          "(\\s*)(server|user|group|banner|banner_success|banner_fail)(\\s+=\\s+)\\S+$");
  private static final Pattern BLOCK = Pattern.compile("\\s*Service configuration: (\\S+)");
  private static final Pattern LINE = Pattern.compile("\\s+(.+?)\\s*[=:]\\s*(.*)");

  @RegisterExtension final Workbench bench = new Workbench();

  /** Both sides see the same programs and users, so that the host does not matter. */
  private static String prepared(String text) {
    StringBuilder out = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      Matcher m = HOST_BOUND.matcher(line);
      String value =
          !m.matches()
              ? ""
              : switch (m.group(2)) {
                case "server" -> "/bin/cat";
                case "user", "group" -> "root";
                default -> "/etc/hostname";
              };
      out.append(value.isEmpty() ? line : m.group(1) + m.group(2) + m.group(3) + value)
          .append('\n');
    }
    return out.toString();
  }

  /** Services, and their {@code key = value} lines in any order. */
  private static Map<String, Map<String, String>> blocks(Stream<String> lines) {
    Map<String, Map<String, String>> found = new LinkedHashMap<>();
    Map<String, String> current = null;
    for (String line : (Iterable<String>) lines::iterator) {
      Matcher block = BLOCK.matcher(line);
      if (block.lookingAt()) {
        current = new LinkedHashMap<>();
        String name = block.group(1);
        for (int n = 2; found.putIfAbsent(name, current) != null; n++) {
          name = block.group(1) + "#" + n;
        }
      } else if (line.isBlank() || !Character.isWhitespace(line.charAt(0))) {
        current = null;
      } else if (current != null && !line.matches("\\s+\\w+=.*")) { // no environment string
        Matcher m = LINE.matcher(line);
        if (m.matches()) {
          current.put(
              m.group(1).replaceAll("\\s+", " "), m.group(2).replaceAll("\\s+", " ").strip());
        }
      }
    }
    return found;
  }

  /** With {@code -d} xinetd writes to its controlling terminal: script(1) gives it one. */
  private Map<String, Map<String, String>> xinetd(Path file) throws IOException {
    String command =
        "exec unshare -n /usr/sbin/xinetd -d -f "
            + file
            + " -pidfile "
            + bench.folder().resolve("pid");
    ProcessBuilder builder =
        new ProcessBuilder("timeout", "15", "script", "-qfec", command, "/dev/null")
            .redirectErrorStream(true);
    builder.environment().keySet().retainAll(Set.of("PATH"));
    Process process = builder.start();
    StringBuilder text = new StringBuilder();
    try (BufferedReader in = process.inputReader(StandardCharsets.ISO_8859_1)) {
      String line = in.readLine();
      while (line != null && !line.contains("active_services") && !line.contains("Exiting...")) {
        text.append(line).append('\n');
        line = in.readLine();
      }
    } finally {
      process.destroy();
    }
    return blocks(text.toString().lines());
  }

  private Map<String, Map<String, String>> ours(Path file)
      throws IOException, InterruptedException {
    Path said = bench.folder().resolve("dump");
    ProcessBuilder builder =
        new ProcessBuilder(
            ProgramUnderTest.get().server().toString(), "-check", "-dump", "-f", file.toString());
    builder.redirectOutput(said.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the check does not end");
    return blocks(Files.readString(said).lines());
  }

  /** {@code fixture NAME <TAB> service <TAB> key} of everything that differs. */
  private static Set<String> differences(
      String name, Map<String, Map<String, String>> theirs, Map<String, Map<String, String>> ours) {
    Set<String> out = new TreeSet<>();
    Set<String> services = new TreeSet<>(theirs.keySet());
    services.addAll(ours.keySet());
    for (String service : services) {
      String where = "fixture " + name + "\t" + service + "\t";
      if (!theirs.containsKey(service) || !ours.containsKey(service)) {
        out.add(where + "service");
        continue;
      }
      Set<String> keys = new TreeSet<>(theirs.get(service).keySet());
      keys.addAll(ours.get(service).keySet());
      for (String key : keys) {
        String a = theirs.get(service).getOrDefault(key, "");
        String b = ours.get(service).getOrDefault(key, "");
        boolean named = key.equals("Bind"); // there a name is asked for, by DNS if need be
        if (!a.equals(b) && !named) {
          out.add(where + key);
        }
      }
    }
    return out;
  }

  @Test
  void theServicesAreTheSameButForWhatIsListed() throws IOException, InterruptedException {
    Set<String> listed = new TreeSet<>();
    for (String row : Files.readAllLines(DIFFERENCES)) {
      if (row.startsWith("fixture ")) {
        listed.add(String.join("\t", List.of(row.split("\t")).subList(0, 3)));
      }
    }
    Set<String> found = new TreeSet<>();
    int services = 0;
    try (Stream<Path> folders = Files.list(FIXTURES)) {
      for (Path folder : folders.filter(f -> !f.endsWith("etc")).sorted().toList()) {
        String text = Files.readString(folder.resolve("input.conf"), StandardCharsets.ISO_8859_1);
        Path file = bench.folder().resolve("c.conf");
        Files.writeString(file, prepared(text), StandardCharsets.ISO_8859_1);
        Map<String, Map<String, String>> theirs = xinetd(file);
        services += theirs.size();
        found.addAll(differences(folder.getFileName().toString(), theirs, ours(file)));
      }
    }
    assertTrue(services > 20, services + " services of xinetd");
    assertEquals(String.join("\n", listed), String.join("\n", found));
  }
}
