package org.jxinetd.access.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {

  @ParameterizedTest
  @CsvSource({
    "gate.example.com, gate.example.com",
    "GATE.Example.COM, gate.example.com",
    "gate.example.com., gate.example.com",
    "bücher.example, xn--bcher-kva.example",
    "localhost, localhost",
    "a_b.example, a_b.example",
    "3com.example, 3com.example",
    "127.0.0.1.example, 127.0.0.1.example",
    "x, x",
    "a-b, a-b"
  })
  void readsNames(String text, String name) {
    assertEquals(Optional.of(name), HostName.of(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "a..b",
        ".a",
        "-a",
        "a-",
        "a b",
        "a/b",
        "*",
        "!1.2.3.4",
        "10.0.0.1",
        "5.6",
        "1",
        "10.0.0.1.",
        "a.7",
        "a.0x7f",
        "0x7f000001",
        "::1",
        "a:b",
        "a\nb",
        "a\u0000b"
      })
  void takesNothingElseForAName(String text) {
    assertEquals(Optional.empty(), HostName.of(text));
  }

  @Test
  void boundsTheLength() {
    String label = "a".repeat(63);
    assertEquals(Optional.of(label), HostName.of(label));
    assertEquals(Optional.empty(), HostName.of(label + "a"));
    String longest = (label + ".").repeat(3) + "a".repeat(61);
    assertEquals(253, longest.length());
    assertEquals(Optional.of(longest), HostName.of(longest));
    assertEquals(Optional.empty(), HostName.of(longest + "a"));
    assertEquals(Optional.empty(), HostName.of("a.".repeat(100_000)));
  }
}
