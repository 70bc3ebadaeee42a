package org.jxinetd.services.admin;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

class RestrictionTest {

  private static ServiceSpec onlyFrom(String words) {
    return ServiceSpec.builder("pid", "servers")
        .attribute("only_from", words.isEmpty() ? new String[0] : words.split(" "))
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "127.0.0.1", "10.0.0.0/8 ::1", "10.0.0.0", "2001:db8::/32", "adm.example.org"})
  void acceptsAListOfFriends(String words) {
    assertDoesNotThrow(() -> Restriction.check(onlyFrom(words)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.0.0.0/0",
        "127.0.0.1 0.0.0.0/0",
        "::/0",
        "::",
        "0.0.0.0/1",
        "128.0.0.0/1",
        "::ffff:0:0/96",
        "2000::/3"
      })
  void refusesTheWorld(String words) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> Restriction.check(onlyFrom(words)));
    assertTrue(e.getMessage().contains("must not let in the world"), e.getMessage());
    assertTrue(e.getMessage().contains("service servers not started"), e.getMessage());
  }

  @Test
  void refusesAServiceWithoutAnyRestriction() {
    ServiceSpec open = ServiceSpec.builder("pid", "servers").build();
    assertThrows(ConfigException.class, () -> Restriction.check(open));
    ServiceSpec elsewhere =
        ServiceSpec.builder("pid", "servers").attribute("bind", "10.0.0.1").build();
    assertThrows(ConfigException.class, () -> Restriction.check(elsewhere));
  }

  @Test
  void acceptsAServiceThatListensOnLoopbackAlone() {
    ServiceSpec local = ServiceSpec.builder("pid", "servers").attribute("bind", "::1").build();
    assertDoesNotThrow(() -> Restriction.check(local));
  }
}
