package org.jxinetd.deploy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = b",
        "a=b\nc : d\ne f g",
        "# comment\n! another\n\n  a   =   b  ",
        "a = b \\\n    c\\\n  d\ne = f",
        "a\\ b = c\\=d",
        "a\\:b=\\u0041\\t\\n",
        "a =\nb = c",
        "a = b\\\\\nc = d",
        "a = b\r\nc = d\r\n"
      })
  void readsPropertiesAsJavaDoes(String text) throws Exception {
    Properties expected = new Properties();
    expected.load(new StringReader(text));
    assertEquals(expected, PropertiesText.read(text).values());
  }

  @Test
  void knowsTheLineOfEachProperty() throws Exception {
    Settings settings = PropertiesText.read("# first\na = 1\n\nb = 2 \\\n  3\nc = 4\n");
    assertEquals(Map.of("a", 2, "b", 4, "c", 6), settings.lines());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`a = 1\nb`|2|no value",
        "`a = 1\na = 2`|2|second time (first in line 1)",
        "`a = \\u12`|1|hexadecimal",
        "`= 1`|1|without a key"
      })
  void saysInWhichLinePropertiesAreWrong(String text, int line, String message) {
    SyntaxException wrong = assertThrows(SyntaxException.class, () -> PropertiesText.read(text));
    assertEquals(line, wrong.line());
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
  }

  @Test
  void readsJson() throws Exception {
    Settings settings =
        JsonText.read(
            """
            // a comment
            {
              ":configurator:version": "1",
              "text": "a\\u0041\\n\\"", /* another
              one */
              "number": -12, "real": 1.5e3, "yes": true,
              "list": ["a", 1, false], "empty": [],
              "port:Integer": 8080, "id:String": "x"
            }
            """);
    Map<String, Object> values = settings.values();
    assertEquals("aA\n\"", values.get("text"));
    assertEquals(-12L, values.get("number"));
    assertEquals(1500.0, values.get("real"));
    assertEquals(true, values.get("yes"));
    assertArrayEquals(new String[] {"a", "1", "false"}, (String[]) values.get("list"));
    assertArrayEquals(new String[0], (String[]) values.get("empty"));
    assertEquals(8080, values.get("port"));
    assertEquals("x", values.get("id"));
    assertEquals(8, values.size());
    assertEquals(6, settings.lines().get("yes"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|1|'{' expected, found the end of the file",
        "`{\"a\": 1`|1|'}' expected",
        "`{\n\"a\" 1}`|2|':' expected, found '1'",
        "`{\"a\": 01}`|1|'01' is no value",
        "`{\"a\": nul}`|1|'nul' is no value",
        "`{\"a\": {}}`|1|object within",
        "`{\"a\": \"x}`|1|'\"' expected",
        "`{\"a\": \"x\ny\"}`|1|does not end in its line",
        "`{\"a\": 1,\n\n\"a\": 2}`|3|second time",
        "`{\"a\": \"\\q\"}`|1|means nothing",
        "`{\"a\": 1} x`|1|behind the end",
        "`{ /* }`|1|comment without an end",
        "`{\"a:Integer\": \"x\"}`|1|no Integer"
      })
  void saysInWhichLineJsonIsWrong(String text, int line, String message) {
    SyntaxException wrong = assertThrows(SyntaxException.class, () -> JsonText.read(text));
    assertEquals(line, wrong.line());
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "org.jxinetd.service-ftp.cfg, org.jxinetd.service, ftp",
    "org.jxinetd.service~ftp-data.cfg.json, org.jxinetd.service, ftp-data",
    "org.example.single.cfg, org.example.single, ''",
    "-odd.cfg, -odd, ''"
  })
  void takesThePidFromTheName(String file, String pid, String name) throws IOException {
    assertEquals(new Configurations.Pid(pid, name), Configurations.Pid.of(Path.of("/x", file)));
  }
}
