package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jxinetd.access.libwrap.Options.Step;
import org.jxinetd.api.access.SpawnChanges.Owner;
import org.jxinetd.api.access.SpawnChanges.SocketOptions;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.slf4j.event.Level;

class OptionReaderTest {

  private final List<Problem> problems = new ArrayList<>();

  private Options read(String text) {
    return OptionReader.read(text, new Findings(Origin.of("hosts.deny", 7), problems));
  }

  @Test
  void allowAndDenyDecide() {
    assertEquals(Optional.of(true), read(" ALLOW ").verdict());
    assertEquals(Optional.of(false), read("deny").verdict());
    assertEquals(Optional.empty(), read("severity info").verdict());
    assertEquals(List.of(), problems);
  }

  @ParameterizedTest
  @CsvSource({
    "severity mail.info,INFO",
    "severity notice,INFO",
    "severity=WARNING,WARN",
    "severity = local7.debug,DEBUG",
    "severity emerg,ERROR"
  })
  void severityIsALevelOfTheLog(String text, Level level) {
    assertEquals(Optional.of(level), read(text).severity());
    assertEquals(Optional.empty(), read(text).fault());
  }

  @Test
  void stepsKeepTheirOrder() {
    assertEquals(
        List.of(
            new Step.SetEnv("WHO", "%c at  %a"),
            new Step.Spawn("/bin/echo a:b"),
            new Step.SetEnv("EMPTY", "")),
        read("setenv WHO %c at  %a : spawn = /bin/echo a\\:b: setenv\tEMPTY : allow").steps());
    assertEquals(List.of(), problems);
  }

  @ParameterizedTest
  @CsvSource({
    "'',missing option name",
    "allow:,option \"allow\" must be at the end",
    "' : deny',missing option name",
    "= 5,missing option name",
    "allow: deny,option \"allow\" must be at the end",
    "deny: severity info,option \"deny\" must be at the end",
    "allow yes,option \"allow\" takes no value",
    "keepalive yes,option \"keepalive\" takes no value",
    "severity,option \"severity\" requires a value",
    "severity info: spawn,option \"spawn\" requires a value",
    "nonsense,bad option name: \"nonsense\"",
    "severity loud,bad syslog facility or severity: \"loud\"",
    "severity post.info,bad syslog facility or severity: \"post.info\"",
    "severity mail.,bad syslog facility or severity: \"mail.\"",
    "setenv A=b,setenv: \"A=b\" is no name of a variable",
    "rfc931 soon,bad timeout: \"soon\" is not a number of seconds above 0",
    "rfc931 0,bad timeout: \"0\" is not a number of seconds above 0"
  })
  void mistakesRefuseWhoeverMatches(String text, String fault) {
    Options options = read(text);
    assertEquals(Optional.of(fault), options.fault());
    assertEquals(List.of(), options.steps());
    assertEquals(
        "hosts.deny:7: " + fault + "; clients that match this rule are refused",
        problems.getFirst().toString());
  }

  private static Step owner(int uid, int gid, int umask, int nice) {
    return new Step.Owner(new Owner(some(uid), some(gid), some(umask), some(nice)));
  }

  private static OptionalInt some(int value) {
    return value == Integer.MIN_VALUE ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static Step socket(boolean keepAlive, int linger) {
    return new Step.Socket(new SocketOptions(keepAlive, some(linger)));
  }

  @Test
  void optionsOfTheServer() {
    int no = Integer.MIN_VALUE;
    assertEquals(
        List.of(
            new Step.Banner(Path.of("/etc/banners")),
            owner(no, no, 022, no),
            owner(65_534, 65_534, no, no),
            owner(65_534, 0, no, no),
            owner(7, 9, no, no),
            owner(no, 65_534, no, no),
            owner(no, no, no, 10),
            owner(no, no, no, -5),
            socket(true, no),
            socket(false, 0),
            new Step.AclExec("/bin/check %a"),
            new Step.AskUser(0),
            new Step.AskUser(12),
            new Step.Twist("/bin/echo 421 no: %h")),
        read("banners /etc/banners: umask 022: user nobody: user nobody.root: user 7.9"
                + ": group nogroup: nice: nice -5: keepalive: linger 0: aclexec /bin/check %a"
                + ": rfc931: rfc931 012: twist /bin/echo 421 no\\: %h")
            .steps());
    assertEquals(List.of(), problems);
  }

  @ParameterizedTest
  @CsvSource({
    "twist /bin/echo: allow,option \"twist\" must be at the end",
    "aclexec,option \"aclexec\" requires a value",
    "banners etc,banners: \"etc\" is not an absolute path",
    "umask 8,bad umask value: \"8\"",
    "umask 1000,bad umask value: \"1000\"",
    "umask x,bad umask value: \"x\"",
    "nice x,bad nice value: \"x\"",
    "nice 1000,bad nice value: \"1000\"",
    "linger -1,bad linger value: \"-1\"",
    "linger x,bad linger value: \"x\"",
    "user nosuchuser,unknown user: \"nosuchuser\"",
    "user nobody.nosuchgroup,unknown group: \"nosuchgroup\"",
    "user .root,unknown user: \"\"",
    "group nosuchgroup,unknown group: \"nosuchgroup\""
  })
  void mistakesInOptionsOfTheServerRefuse(String text, String fault) {
    assertEquals(Optional.of(fault), read(text).fault());
    assertEquals(1, problems.size());
  }

  @Test
  void anExpansionThatMeansNothingIsSaid() {
    assertEquals(Optional.empty(), read("setenv A %q%%%a%").fault());
    assertTrue(problems.getFirst().message().contains("%q% "), problems.toString());
  }
}
