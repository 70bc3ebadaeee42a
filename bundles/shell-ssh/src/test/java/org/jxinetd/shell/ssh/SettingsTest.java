package org.jxinetd.shell.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  private static final String PID = "org.jxinetd.shell.ssh";

  private static Settings.Reading read(String... pairs) {
    Map<String, Object> properties =
        new HashMap<>(
            Map.of("authorized_keys", "/etc/keys", "service.pid", PID, "component.id", 7L));
    for (int i = 0; i < pairs.length; i += 2) {
      properties.put(pairs[i], pairs[i + 1]);
    }
    return Settings.read(PID, properties);
  }

  @Test
  void theDefaultsAreCautious() {
    Settings settings = read().settings().orElseThrow();
    assertEquals(Path.of("/etc/keys"), settings.authorizedKeys());
    assertFalse(settings.isOpenToTheNetwork());
    assertEquals(2222, settings.port());
    assertEquals(Duration.ofMinutes(10), settings.idleTime());
    assertEquals(Duration.ofSeconds(30), settings.loginTime());
    assertEquals(8, settings.maxSessions());
    assertEquals(6, settings.maxAuthTries());
  }

  @Test
  void readsWhatFilesAndToolsWrite() {
    Settings.Reading reading = read("address", "::1 127.0.0.1", "port", " 22 ", "idle_time", "0");
    Settings settings = reading.settings().orElseThrow();
    assertEquals(2, settings.addresses().size());
    assertEquals(22, settings.port());
    assertEquals(Duration.ZERO, settings.idleTime());
    assertFalse(settings.isOpenToTheNetwork());
    assertTrue(read("address", "127.0.0.1, ::").settings().orElseThrow().isOpenToTheNetwork());
    Map<String, Object> typed = Map.of("authorized_keys", "/k", "port", 2200);
    assertEquals(2200, Settings.read(PID, typed).settings().orElseThrow().port());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port            | 0         | \"0\" is not a whole number from 1 to 65535",
        "port            | 70000     | \"70000\" is not a whole number from 1 to 65535",
        "idle_time       | -1        | \"-1\" is not a whole number from 0 to 86400",
        "login_time      | 1m        | \"1m\" is not a whole number from 1 to 600",
        "max_sessions    | 0         | \"0\" is not a whole number from 1 to 100",
        "max_auth_tries  | 99        | \"99\" is not a whole number from 1 to 20",
        "address         | localhost | \"localhost\" is not an address (names are not looked up)",
        "authorized_keys | keys      | \"keys\" is not an absolute path",
        "authorised_keys | /etc/keys | no such key; there are address, authorized_keys"
      })
  void whatIsWrongClosesTheDoor(String key, String value, String message) {
    Settings.Reading reading = read(key, value, ".origin." + key, "x.cfg:3");
    assertEquals(Optional.empty(), reading.settings());
    String problem = reading.problems().getFirst().toString();
    assertTrue(problem.startsWith("x.cfg:3: " + key + ": " + message), problem);
    assertTrue(problem.endsWith("; there is no remote shell"), problem);
  }

  @Test
  void findsEverythingAtOnceAndAMissingFileAsWell() {
    Settings.Reading reading =
        Settings.read(PID, Map.of("port", "x", "max_sessions", "x", ".origin", "x.cfg:1"));
    List<String> keys = reading.problems().stream().map(p -> p.attribute()).sorted().toList();
    assertEquals(List.of("authorized_keys", "max_sessions", "port"), keys);
  }
}
