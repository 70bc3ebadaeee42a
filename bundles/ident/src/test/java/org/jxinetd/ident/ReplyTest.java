package org.jxinetd.ident;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.access.Identity;

class ReplyTest {

  private static final Reply.Ports PORTS = new Reply.Ports(6193, 23);

  private static Identity read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return Reply.read(bytes, bytes.length, PORTS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "6193, 23 : USERID : UNIX : stjohns|UNIX : stjohns|stjohns",
        "6193,23:USERID:UNIX:alice|UNIX:alice|alice",
        " 06193 ,0023 :USERID: OTHER,US-ASCII : a:b c|OTHER,US-ASCII : a:b c|a:b c"
      })
  void readsTheUser(String line, String text, String user) {
    Identity.Known known = (Identity.Known) read(line + "\r\n");
    assertEquals(text, known.text());
    assertEquals(user, known.user());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "6193, 23 : ERROR : NO-USER\r\n",
        "6193, 23 : userid : UNIX : alice\r\n",
        "6194, 23 : USERID : UNIX : alice\r\n",
        "6193, 24 : USERID : UNIX : alice\r\n",
        "23, 6193 : USERID : UNIX : alice\r\n",
        "6193 : USERID : UNIX : alice\r\n",
        "6193, 23 : USERID\r\n",
        "6193, 23 : USERID : \r\n",
        "616193, 23 : USERID : UNIX : alice\r\n",
        "6193, 23 : USERID : UNIX : alice\n",
        "6193, 23 : USERID : UNIX : alice",
        "\r\n",
        ""
      })
  void takesNothingElse(String line) {
    assertEquals(new Identity.Unknown("bad response"), read(line));
  }

  @Test
  void asksForTheClientsPortFirst() {
    assertArrayEquals("6193,23\r\n".getBytes(StandardCharsets.US_ASCII), PORTS.question());
  }
}
