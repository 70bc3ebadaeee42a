package org.jxinetd.api.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0.0.0.0",
    "192.0.2.1, 192.0.2.1",
    "255.255.255.255, 255.255.255.255",
    "::, ::",
    "::1, ::1",
    "2001:DB8::1, 2001:db8::1",
    "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
    "2001:0:0:1::1, 2001:0:0:1::1",
    "1:2:3:4:5:6:7:0, 1:2:3:4:5:6:7:0",
    "0:2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
    "::ffff:192.0.2.1, ::ffff:192.0.2.1",
    "::ffff:c000:201, ::ffff:192.0.2.1",
    "64:ff9b::192.0.2.1, 64:ff9b::c000:201",
    "fe80::1%3, fe80::1%3",
  })
  void writesWhatInetNtopWrites(String given, String expected) {
    assertEquals(expected, Address.parse(given).orElseThrow().toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2.3",
        "1.2.3.4.5",
        "256.1.1.1",
        "01.2.3.4",
        "1.2.3.4 ",
        "1..2.3",
        "a.b.c.d",
        ":",
        ":::",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:9",
        "::1::",
        "12345::",
        "::g",
        "1:2:3:4:5:6:7:8::",
        "::1.2.3",
        "::1.2.3.4:5",
        "fe80::1%",
        "fe80::1%eth0",
        "fe80::1%9999999999",
        "localhost"
      })
  void refusesWhatIsNoAddress(String given) {
    assertEquals(Optional.empty(), Address.parse(given));
  }

  @Test
  void readsBackWhatItWrites() throws UnknownHostException {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(4) == 0 ? 4 : 16];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = random.nextInt(3) == 0 ? (byte) random.nextInt(256) : 0;
      }
      Address address = Address.of(bytes);
      assertEquals(address, Address.parse(address.toString()).orElseThrow());
      assertArrayEquals(bytes, address.bytes());
      InetAddress theirs =
          bytes.length == 4
              ? InetAddress.getByAddress(bytes)
              : Inet6Address.getByAddress(null, bytes, -1);
      assertEquals(theirs.isLoopbackAddress(), address.isLoopback() && !address.isMapped());
      assertEquals(theirs.isAnyLocalAddress(), address.isAny());
    }
  }

  @Test
  void mappedAddressesStayIpv6AndCountAsInet() {
    Address mapped = Address.parse("::ffff:10.0.0.1").orElseThrow();
    assertEquals(Family.INET6, mapped.family());
    assertTrue(mapped.isMapped());
    assertTrue(mapped.isInet());
    assertEquals(Address.parse("10.0.0.1").orElseThrow().low(), mapped.low());
    assertFalse(Address.parse("10.0.0.1").orElseThrow().isMapped());
    assertFalse(Address.parse("2001:db8::1").orElseThrow().isInet());
  }
}
