package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Groups that exist need an /etc of their own, which a mount namespace has. */
class NetgroupsTest {

  @TempDir Path folder;

  /** Asks in a process of its own: each argument is {@code GROUP/HOST}. */
  static final class Asker {
    public static void main(String[] questions) {
      for (String question : questions) {
        String[] words = question.split("/");
        System.out.println(question + " " + Netgroups.holds(words[0], words[1]));
      }
    }
  }

  private List<String> ask(String domain, String... questions)
      throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("netgroup"),
        "trusted (localhost,,) (build1,bob,)\nouter trusted\nloop1 loop2\n"
            + "loop2 loop1 (gate,,)\nany (,,)\nnone (-,,)\nhere (localhost,,corp.example)\n");
    String script =
        "cp -a /etc '%1$s/etc' && cp '%1$s/netgroup' '%1$s/etc' && rm -f '%1$s/etc/nsswitch.conf'"
                .formatted(folder)
            + " && echo netgroup: files > '%1$s/etc/nsswitch.conf'".formatted(folder)
            + " && mount --bind '%1$s/etc' /etc && echo '%2$s' >/proc/sys/kernel/domainname && exec \"$@\""
                .formatted(folder, domain);
    List<String> command =
        new ArrayList<>(
            List.of("unshare", "-m", "-u", "--propagation", "private", "sh", "-c", script, "-"));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Asker.class.getName()));
    command.addAll(List.of(questions));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said.lines().toList();
  }

  @Test
  @Timeout(60)
  void asksTheNameServicesOfTheMachine() throws IOException, InterruptedException {
    assertEquals(
        List.of(
            "trusted/localhost Optional[true]",
            "trusted/LOCALHOST Optional[true]",
            "trusted/build1 Optional[true]",
            "trusted/build2 Optional[false]",
            "outer/build1 Optional[true]",
            "loop1/gate Optional[true]",
            "loop1/other Optional[false]",
            "any/other Optional[true]",
            "none/other Optional[false]",
            "here/localhost Optional[true]",
            "missing/localhost Optional.empty"),
        ask(
            "(none)",
            "trusted/localhost",
            "trusted/LOCALHOST",
            "trusted/build1",
            "trusted/build2",
            "outer/build1",
            "loop1/gate",
            "loop1/other",
            "any/other",
            "none/other",
            "here/localhost",
            "missing/localhost"));
  }

  @Test
  @Timeout(60)
  void theDomainOfTheMachineCounts() throws IOException, InterruptedException {
    assertEquals(
        List.of("here/localhost Optional[false]", "trusted/localhost Optional[true]"),
        ask("other.example", "here/localhost", "trusted/localhost"));
  }

  @Test
  void aGroupThatNobodyKnowsIsNeitherYesNorNo() {
    assertEquals(Optional.empty(), Netgroups.holds("no-such-group-here", "localhost"));
  }

  @Test
  void whatLibcCannotBeHandedIsNotAsked() {
    assertEquals(Optional.empty(), Netgroups.holds("", "localhost"));
    assertEquals(Optional.empty(), Netgroups.holds("group", ""));
    assertEquals(Optional.empty(), Netgroups.holds("gro\0up", "localhost"));
    assertEquals(Optional.empty(), Netgroups.holds("group", "ho\0st"));
    assertEquals(Optional.empty(), Netgroups.holds("g".repeat(1_000_000), "localhost"));
    assertEquals(Optional.empty(), Netgroups.holds("group", "h".repeat(1_000_000)));
  }
}
