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

  private static final int CASES = 2500;
  private static final long SEED = 20_261_123;

  private static final Pattern FACT = Pattern.compile("(client|server): +(\\w+) +(\\S+) *");

  @TempDir Path folder;

  /** What tcpdmatch says of one client: what it knows of it, and its verdict. */
  private record Answer(Map<String, String> facts, boolean granted) {
    String fact(String name) {
      return facts.getOrDefault(name, "unknown");
    }
  }

  @Test
  @Timeout(60)
  void agreesWithTcpdmatch() throws IOException, InterruptedException {
    Rules rules = new Rules(SEED, folder.toString());
    List<String> differences = new ArrayList<>();
    int granted = 0;
    int asked = 0;
    for (int i = 0; i < CASES; i++) {
      write("hosts.allow", rules.file(false));
      write("hosts.deny", rules.file(i % 2 == 0));
      write("one", rules.hosts());
      write("two", rules.hosts());
      write("inetd.conf", "");
      String[] question = rules.question();
      for (Answer answer : tcpdmatch(question)) {
        asked++;
        granted += answer.granted() ? 1 : 0;
        Verdict ours = ours(question, answer);
        if (ours instanceof Verdict.Pass != answer.granted()) {
          differences.add(describe(i, question, answer, ours));
        }
      }
    }
    assertTrue(
        differences.isEmpty(), differences.size() + " differ:\n" + String.join("\n", differences));
    assertTrue(asked >= CASES, asked + " verdicts");
    assertTrue(
        granted > asked / 5 && granted < asked * 4 / 5, granted + " of " + asked + " allowed");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
  }

  private List<Answer> tcpdmatch(String[] question) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("tcpdmatch", "-d", "-i", "./inetd.conf", question[0], question[1])
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<Answer> answers = new ArrayList<>();
    Map<String, String> facts = new HashMap<>();
    for (String line :
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
            .split("\n")) {
      Matcher fact = FACT.matcher(line);
      if (line.startsWith("access:")) {
        answers.add(new Answer(facts, line.endsWith(" granted")));
        facts = new HashMap<>();
      } else if (fact.matches()) {
        facts.put(fact.group(1) + " " + fact.group(2), fact.group(3));
      }
    }
    assertEquals(0, process.waitFor());
    assertFalse(answers.isEmpty(), String.join(" ", question));
    return answers;
  }

  private Verdict ours(String[] question, Answer answer) {
    Visits.Hosts names = new Visits.Hosts();
    for (String end : List.of("client", "server")) {
      if (!answer.fact(end + " address").equals("unknown")) {
        names.with(plain(answer.fact(end + " address")), answer.fact(end + " hostname"));
      }
    }
    Tables tables =
        new Tables(
            folder.resolve("hosts.allow"),
            folder.resolve("hosts.deny"),
            InstantSource.system(),
            problem -> {});
    String daemon = question[0].replaceAll("@.*", "");
    ServiceSpec service = Visits.service("x").attribute("libwrap", daemon).build();
    Request request =
        new Request(
            service,
            Visits.end(answer.fact("client address"), 40000),
            Visits.end(answer.fact("server address"), 0),
            Instant.EPOCH);
    try (Commands commands = new Commands(Duration.ofSeconds(1))) {
      Surroundings around =
          new Surroundings(names, asked -> answer.fact("client username"), commands);
      return new WrappedService(service, tables, around).decide(request, Mode.DRY_RUN);
    }
  }

  private static String plain(String address) {
    return address.startsWith("::ffff:") ? address.substring(7) : address;
  }

  private String describe(int number, String[] question, Answer answer, Verdict ours)
      throws IOException {
    return "case "
        + number
        + ": tcpdmatch "
        + String.join(" ", question)
        + ": "
        + answer
        + "; ours: "
        + ours
        + "\n--- allow\n"
        + Files.readString(folder.resolve("hosts.allow"))
        + "\n--- deny\n"
        + Files.readString(folder.resolve("hosts.deny"));
  }
}
