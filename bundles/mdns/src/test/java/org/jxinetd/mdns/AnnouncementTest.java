package org.jxinetd.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

class AnnouncementTest {

  private static Address address(String text) {
    return Address.parse(text).orElseThrow();
  }

  private static Announcement at(String... endpoints) {
    ServiceSpec service = ServiceSpec.builder("pid", "ftp").id("ftp-public").build();
    List<Endpoint> all =
        List.of(endpoints).stream().map(text -> new Endpoint(address(text), 21)).toList();
    return Announcement.of(service, all);
  }

  @ParameterizedTest
  @CsvSource({
    "ftp, ftp",
    "FTP, ftp",
    "my_own.service, my-own-service",
    "a-name-that-is-too-long, a-name-that-is",
    "___, service",
    "caf\u00e9, caf",
  })
  void theTypeIsAServiceName(String name, String label) {
    assertEquals(label, Announcement.label(name));
  }

  @Test
  void theInstanceIsTheId() {
    assertEquals("_ftp._tcp.local.", at("0.0.0.0").type());
    assertEquals("ftp-public", at("0.0.0.0").name());
  }

  @Test
  void aServiceIsReachedWhereItListens() {
    assertEquals(List.of(21), at("0.0.0.0").portsAt(address("10.0.0.1")));
    assertEquals(List.of(21), at("::").portsAt(address("10.0.0.1")));
    assertEquals(List.of(21), at("::").portsAt(address("2001:db8::1")));
    assertEquals(List.of(), at("0.0.0.0").portsAt(address("2001:db8::1")));
    assertEquals(List.of(21), at("10.0.0.1", "10.0.0.2").portsAt(address("10.0.0.2")));
    assertEquals(List.of(), at("127.0.0.1").portsAt(address("10.0.0.1")));
  }
}
