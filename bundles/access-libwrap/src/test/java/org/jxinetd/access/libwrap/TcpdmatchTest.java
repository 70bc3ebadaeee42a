package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.ServiceSpec;

/** The same verdict as Debian's tcpdmatch on generated rules. Needs that program (package tcpd). */
class TcpdmatchTest {

  private static final int CASES = 3000;
  private static final long SEED = 20_261_123;

  private static final Pattern FACT = Pattern.compile("(client|server): +(\\w+) +(\\S+) *");

  @TempDir Path folder;

  /** What tcpdmatch says of one client: what it knows of it, and its verdict. */
  private record Answer(Map<String, String> facts, boolean granted) {
    String fact(String name) {
      return facts.getOrDefault(name, "unknown");
    }
  }

  /** One run of tcpdmatch in a folder of its own. */
  private record Case(int number, Path folder, List<String> question) {}

  @Test
  @Timeout(60)
  void agreesWithTcpdmatch() throws IOException, InterruptedException {
    List<Case> cases = cases();
    List<List<Answer>> answers = tcpdmatch(cases);
    List<String> differences = new ArrayList<>();
    int granted = 0;
    int asked = 0;
    for (Case one : cases) {
      for (Answer answer : answers.get(one.number())) {
        asked++;
        granted += answer.granted() ? 1 : 0;
        Verdict ours = ours(one, answer);
        if (ours instanceof Verdict.Pass != answer.granted()) {
          differences.add(describe(one, answer, ours));
        }
      }
    }
    assertEquals("", String.join("\n", differences), differences.size() + " verdicts differ");
    assertTrue(asked >= CASES, asked + " verdicts");
    assertTrue(
        granted > asked / 5 && granted < asked * 4 / 5, granted + " of " + asked + " allowed");
  }

  private List<Case> cases() throws IOException {
    Rules rules = new Rules(SEED, folder.toString());
    List<Case> cases = new ArrayList<>();
    write(folder.resolve("one"), "10.1. /none\n[2001:db8:1::]/48\tlocal*\n");
    write(folder.resolve("two"), rules.hosts() + folder + "/one\n" + rules.hosts());
    for (int i = 0; i < CASES; i++) {
      Path own = Files.createDirectory(folder.resolve(Integer.toString(i)));
      write(own.resolve("hosts.allow"), rules.file(false));
      write(own.resolve("hosts.deny"), rules.file(i % 2 == 0));
      write(own.resolve("inetd.conf"), "");
      cases.add(new Case(i, own, rules.question()));
    }
    etc();
    return cases;
  }

  /** Netgroups and names of hosts are the test's own; a mount namespace has them as /etc. */
  private void etc() throws IOException {
    Path etc = Files.createDirectory(folder.resolve("etc"));
    write(etc.resolve("nsswitch.conf"), "hosts: files\nnetgroup: files\npasswd: files\n");
    write(etc.resolve("hosts"), Rules.HOSTS);
    write(etc.resolve("netgroup"), Rules.NETGROUPS);
    write(etc.resolve("passwd"), "root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n");
    write(etc.resolve("group"), "root:x:0:\nnogroup:x:65534:\n");
  }

  private static void write(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
  }

  /** One shell runs them all: starting each from here would take a minute. */
  private List<List<Answer>> tcpdmatch(List<Case> cases) throws IOException, InterruptedException {
    StringBuilder script = new StringBuilder("set -e\nPATH=$PATH:/usr/sbin\n");
    script.append("mount --bind '").append(folder).append("/etc' /etc\n");
    for (Case one : cases) {
      script.append("cd '").append(one.folder()).append("'\ntcpdmatch -d -i ./inetd.conf '");
      script.append(String.join("' '", one.question())).append("' 2>/dev/null\necho next:\n");
    }
    write(folder.resolve("script"), script.toString());
    Process process =
        new ProcessBuilder(
                "unshare",
                "-m",
                "--propagation",
                "private",
                "/bin/sh",
                folder.resolve("script").toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(0, process.waitFor(), "tcpdmatch (package tcpd) is needed and must succeed");
    List<List<Answer>> answers = new ArrayList<>();
    for (String part : output.split("next:\n")) {
      answers.add(answers(part));
      assertFalse(answers.getLast().isEmpty(), part);
    }
    assertEquals(cases.size(), answers.size());
    return answers;
  }

  private static List<Answer> answers(String output) {
    List<Answer> answers = new ArrayList<>();
    Map<String, String> facts = new HashMap<>();
    for (String line : output.split("\n")) {
      Matcher fact = FACT.matcher(line);
      if (line.startsWith("access:")) {
        answers.add(new Answer(facts, line.endsWith(" granted") || line.endsWith(" delegated")));
        facts = new HashMap<>();
      } else if (fact.matches()) {
        facts.put(fact.group(1) + " " + fact.group(2), fact.group(3));
      }
    }
    return answers;
  }

  private static Verdict ours(Case one, Answer answer) {
    Visits.Hosts names = new Visits.Hosts();
    for (String end : List.of("client", "server")) {
      if (!answer.fact(end + " address").equals("unknown")) {
        names.with(plain(answer.fact(end + " address")), answer.fact(end + " hostname"));
      }
    }
    Tables tables =
        new Tables(
            one.folder().resolve("hosts.allow"),
            one.folder().resolve("hosts.deny"),
            InstantSource.system(),
            problem -> {});
    String daemon = one.question().getFirst().replaceAll("@.*", "");
    ServiceSpec service = Visits.service("x").attribute("libwrap", daemon).build();
    Request request =
        new Request(
            service,
            Visits.end(answer.fact("client address"), 40000),
            Visits.end(answer.fact("server address"), 0),
            Instant.EPOCH);
    try (Commands commands = new Commands(Visits.SPAWNER, Duration.ofSeconds(1))) {
      Surroundings around =
          new Surroundings(
              names,
              (group, host, limit) -> Rules.netgroupHolds(group, host),
              (asked, mode, seconds) -> answer.fact("client username"),
              commands,
              0);
      return new WrappedService(service, tables, around).decide(request, Mode.DRY_RUN);
    }
  }

  private static String plain(String address) {
    return address.startsWith("::ffff:") ? address.substring(7) : address;
  }

  private static String describe(Case one, Answer answer, Verdict ours) throws IOException {
    return "case "
        + one.number()
        + ": tcpdmatch "
        + String.join(" ", one.question())
        + ": "
        + answer
        + "; ours: "
        + ours
        + "\n--- allow\n"
        + Files.readString(one.folder().resolve("hosts.allow"))
        + "\n--- deny\n"
        + Files.readString(one.folder().resolve("hosts.deny"));
  }
}
