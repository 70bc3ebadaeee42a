package org.jxinetd.config.language;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jxinetd.api.service.StandardAttributes;
import org.jxinetd.config.Loaded;
import org.jxinetd.config.Text;

class AttributeTableTest {

  @TempDir Path dir;

  /** One value that is right, one that is malformed, one that is out of range or too many. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id             | x            | a b           | a b c
          flags          | ipv4 REUSE   | FAST          | IPv4 IPv5
          group          | mail         | a b           | 4294967295
          groups         | YES          | maybe         | yes no
          umask          | 0777         | 09            | 1000
          nice           | -40          | 3x            | 41
          server_args    | a #b         | =             | =
          libwrap        | in.ftpd      | a b           | a b c
          instances      | UNLIMITED    | many          | -1
          per_source     | 0            | 1k            | 2147483648
          cps            | 0 0          | 10            | 10 -1
          max_load       | 2.5          | abc2.5        | 0
          access_times   | 0:00-23:59   | 8-9           | 8:00-24:00
          only_from      | 10.0.0.0/8   | 1.2.3.4,5     | 1.2.3.4,1.2.3.5
          no_access      | .example.org | a,b           | 10.0.0.0/8,x
          deny_time      | FOREVER      | soon          | -1
          log_type       | SYSLOG ftp   | FILE          | FILE /x 100 50
          log_on_success | pid Host     | ATTEMPT       | PID SIZE
          log_on_failure | ATTEMPT      | PID           | HOST EXIT
          env            | A= =1        | A             | A=1 B
          bind           | 127.0.0.1    | 1.2.3         | 1.2.3.256
          redirect       | 127.0.0.1 80 | 127.0.0.1     | 127.0.0.1 65536
          banner         | /etc/motd    | a b           | a b c
          banner_success | /etc/motd    | a b           | a b c
          banner_fail    | /etc/motd    | a b           | a b c
          rlimit_as      | 64M          | 1G            | 9999999999999
          rlimit_cpu     | UNLIMITED    | 1k            | -1
          rlimit_data    | 10k          | k             | -1
          rlimit_rss     | 0            | ten           | -5k
          rlimit_stack   | 1m           | 1 m           | 99999999999999M
          rlimit_files   | 100          | 0x10          | -100
          v6only         | no           | on            | yes yes
          mdns           | yes          | 1             | no no
          """)
  void takesRightValuesAndRefusesOthers(String name, String right, String wrong, String beyond)
      throws IOException {
    assertEquals(1, started(name + " = " + right), name);
    if (!wrong.equals("=")) {
      assertEquals(0, started(name + " = " + wrong), name);
      assertEquals(0, started(name + " = " + beyond), name);
    }
  }

  /** Attributes that every service of these tests has already. */
  @ParameterizedTest
  @CsvSource({
    "type = UNLISTED, type = LISTED",
    "socket_type = stream, socket_type = pipe",
    "protocol = tcp, protocol = 6",
    "wait = no, wait = never",
    "user = root, user = 4294967295",
    "user = root, user = 4294967296",
    "port = 9001, port = 65536",
    "port = 9001, port = http",
    "server = /bin/cat, server = /bin/cat -u"
  })
  void refusesValuesOfRequiredAttributes(String right, String wrong) throws IOException {
    String text = Text.service("a", 9001, "protocol = tcp");
    assertTrue(text.contains(right), text);
    assertEquals(1, Text.load(dir, text).services().size());
    Loaded loaded = Text.load(dir, text.replace(right, wrong));
    assertEquals(0, loaded.services().size());
    assertTrue(Text.problems(loaded).contains("service a not started"), Text.problems(loaded));
  }

  @Test
  void sourcesMayBeNetworks() throws IOException {
    assertEquals(1, started("per_source = 10 /24 /64"));
    assertEquals(1, started("per_source = UNLIMITED /0 /128"));
    for (String wrong :
        List.of("10 /33", "10 /24 /129", "10 24", "10 /x", "10 /24 /64 /8", "/24")) {
      assertEquals(0, started("per_source = " + wrong), wrong);
    }
  }

  @Test
  void theActionOfCpsIsOneOfThree() throws IOException {
    assertEquals(1, started("cps_action = Per_Source"));
    assertEquals(0, started("cps_action = stop"));
  }

  private int started(String line) throws IOException {
    return Text.load(dir, Text.service("a", 9001, line)).services().size();
  }

  @Test
  void knowsEveryAttributeOfTheContract() {
    Set<String> names = new HashSet<>(StandardAttributes.NAMES);
    names.addAll(StandardAttributes.DEFAULTS_ONLY);
    names.remove("interface");
    names.add("cps_action"); // ours, no word of xinetd
    Set<String> rows = new HashSet<>();
    AttributeTable.rows().forEach(row -> rows.add(row.name()));
    assertEquals(names, rows);
    assertEquals("bind", AttributeTable.canonical("Interface"));
  }
}
