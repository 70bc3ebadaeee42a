package org.jxinetd.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void writesEveryKindOfValue() {
    assertEquals(
        "{\"a\":1,\"b\":true,\"c\":null,\"d\":[\"x\",2],\"e\":{},\"f\":[],\"g\":\"y\"}",
        Json.text(
            Json.object(
                "a",
                1L,
                "b",
                true,
                "c",
                Optional.empty(),
                "d",
                List.of("x", 2),
                "e",
                Json.object(),
                "f",
                List.of(),
                "g",
                Optional.of("y"))));
  }

  @Test
  void escapesWhatJsonReserves() {
    assertEquals("\"\\\"\\\\\\n\\r\\t/\"", Json.text("\"\\\n\r\t/"));
  }

  @Test
  void escapesWhatSteersTerminals() {
    assertEquals(
        "\"\\u001b[2J\\u0000\\u007f\\u009b\\u202e\\u2028\\ud800\"",
        Json.text("\u001b[2J\0\u007f\u009b\u202e\u2028\ud800"));
  }

  @Test
  void keepsOtherLanguages() {
    assertEquals("\"größe 大 😀\"", Json.text("größe 大 😀"));
  }
}
