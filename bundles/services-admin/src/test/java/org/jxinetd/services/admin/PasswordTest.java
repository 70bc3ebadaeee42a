package org.jxinetd.services.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {

  /** The 210,000th round with this salt, computed by Python's hashlib.pbkdf2_hmac. */
  private static final String KNOWN =
      "pbkdf2-sha512:210000:c2FsdHNhbHRzYWx0c2FsdA:1iOjR8IAQW3eKU6kg+9NJqRsHHaLsIWjXnVcuC2+obY";

  @Test
  void agreesWithAnotherImplementation() {
    assertTrue(Password.parse(KNOWN).orElseThrow().is("correct horse".toCharArray()));
    assertFalse(Password.parse(KNOWN).orElseThrow().is("correct horsf".toCharArray()));
    assertFalse(Password.parse(KNOWN).orElseThrow().is(new char[0]));
  }

  @Test
  void keepsEqualPasswordsApart() {
    String one = Password.line("battery staple".toCharArray());
    String other = Password.line("battery staple".toCharArray());
    assertNotEquals(one, other);
    assertTrue(Password.parse(one).orElseThrow().is("battery staple".toCharArray()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "pbkdf2-sha512:210000:c2FsdHNhbHRzYWx0c2FsdA",
        "pbkdf2-sha1:210000:c2FsdHNhbHRzYWx0c2FsdA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha512:1:c2FsdHNhbHRzYWx0c2FsdA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha512:9999999:c2FsdHNhbHRzYWx0c2FsdA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha512:-210000:c2FsdHNhbHRzYWx0c2FsdA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha512:210000:c2FsdA:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "pbkdf2-sha512:210000:c2FsdHNhbHRzYWx0c2FsdA:AAAA",
        "pbkdf2-sha512:210000:c2FsdHNhbHRzYWx0c2FsdA:!!!!",
      })
  void takesNothingElseForAPassword(String line) {
    assertEquals(Optional.empty(), Password.parse(line));
  }
}
