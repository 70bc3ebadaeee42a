package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.access.libwrap.Options.Step;
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "twist /bin/echo no",
        "aclexec /bin/true",
        "banners /etc/banners",
        "umask 022",
        "user nobody",
        "group nogroup",
        "nice",
        "nice 5",
        "keepalive",
        "linger 5"
      })
  void optionsThatAreNotSupportedRefuseAndAreSaidOnce(String text) {
    String keyword = text.split(" ")[0];
    assertEquals(
        Optional.of("option \"" + keyword + "\" is not supported"),
        read("severity info: " + text).fault());
    assertEquals(
        List.of(
            "hosts.deny:7: option \""
                + keyword
                + "\" is not supported; clients that match this rule are refused"),
        problems.stream().map(Problem::toString).toList());
  }

  @Test
  void rfc931LeavesTheUserUnknownAndSaysSo() {
    assertEquals(Optional.empty(), read("rfc931 5").fault());
    assertEquals(
        "hosts.deny:7: rfc931: client hosts are not asked for users; the user counts as unknown",
        problems.getFirst().toString());
  }

  @Test
  void anExpansionThatMeansNothingIsSaid() {
    assertEquals(Optional.empty(), read("setenv A %q%%%a%").fault());
    assertTrue(problems.getFirst().message().contains("%q% "), problems.toString());
  }
}
