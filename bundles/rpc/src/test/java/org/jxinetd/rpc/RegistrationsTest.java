package org.jxinetd.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;

class RegistrationsTest {

  private static ServiceSpec.Builder rstatd(String versions) {
    return ServiceSpec.builder("pid", "rstatd")
        .type(ServiceType.RPC)
        .protocol("udp", 17)
        .attribute("rpc_number", "100001")
        .attribute("rpc_version", versions);
  }

  private static List<String> lines(ServiceSpec service, String address) throws ConfigException {
    Endpoint at = new Endpoint(Address.parse(address).orElseThrow(), 777);
    return Registrations.of(service, List.of(at)).stream().map(Registration::line).toList();
  }

  @Test
  void everyVersionOfARangeIsRegistered() throws ConfigException {
    assertEquals(
        List.of(
            "100001 2 udp 10.0.0.1.3.9", "100001 3 udp 10.0.0.1.3.9", "100001 4 udp 10.0.0.1.3.9"),
        lines(rstatd("2-4").build(), "10.0.0.1"));
  }

  @Test
  void aSocketForBothFamiliesIsRegisteredForBoth() throws ConfigException {
    assertEquals(
        List.of("100001 2 udp 0.0.0.0.3.9", "100001 2 udp6 ::.3.9"),
        lines(rstatd("2").build(), "::"));
    assertEquals(
        List.of("100001 2 udp6 ::.3.9"),
        lines(rstatd("2").attribute("v6only", "yes").build(), "::"));
    assertEquals(List.of("100001 2 udp6 fe80::1.3.9"), lines(rstatd("2").build(), "fe80::1%3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"4-2", "0-4294967295", "1-257", "x", "1-", "-1", "4294967296"})
  void rangesThatMakeNoSenseAreErrors(String versions) {
    assertThrows(ConfigException.class, () -> lines(rstatd(versions).build(), "::"));
  }

  @Test
  void whatIsRememberedReadsBack() {
    Registration registration = new Registration(0xffff_ffffL, 1, "tcp6", "::1.0.1");
    assertEquals(Optional.of(registration), Registration.parse(registration.line()));
    assertEquals(Optional.empty(), Registration.parse("1 2 udp"));
    assertEquals(Optional.empty(), Registration.parse("1 -2 udp x"));
  }
}
