package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextPatternTest {

  @ParameterizedTest
  @CsvSource({
    "ALL,anything",
    "all,unknown",
    "KNOWN,host",
    "UNKNOWN,unknown",
    ".tue.nl,WZV.win.tue.nl",
    "131.155.,131.155.7.1",
    "in.,in.ftpd",
    "in.*,in.ftpd",
    "IN.*,in.ftpd",
    "*,unknown",
    "a*b*c,aXbYbZc",
    "a*,a",
    "s?hd,SSHD",
    "host,HOST"
  })
  void matches(String pattern, String word) {
    assertTrue(TextPattern.of(pattern).matches(word));
  }

  @ParameterizedTest
  @CsvSource({
    "KNOWN,unknown",
    "KNOWN,UNKNOWN",
    ".tue.nl,tue.nl",
    ".tue.nl,.tue.nl",
    ".tue.nl,wzv.tue.nl.evil.example",
    "131.155.,131.15.5.1",
    "131.155,131.155.7.1",
    ".*.nl,wzv.tue.nl",
    "a*b*c,aXcYb",
    "a?,a",
    "?,ab",
    "a*b,ab2",
    "host,host2",
    "LOCAL,host"
  })
  void doesNotMatch(String pattern, String word) {
    assertFalse(TextPattern.of(pattern).matches(word));
  }

  @Test
  void manyStarsCostNoTime() {
    String pattern = "*a".repeat(200) + "b";
    String word = "a".repeat(5000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertFalse(TextPattern.of(pattern).matches(word)));
  }
}
