package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnersTest {

  @Test
  void namesTheBundleThatIsMissing() {
    assertEquals(", which bundle access-time brings", Owners.ofAttribute("access_times"));
    assertEquals(", which bundle handler-tcpmux brings", Owners.ofAttribute("type:tcpmux"));
    assertEquals(", which bundle services-inet brings", Owners.ofBuiltIn("echo/dgram"));
    assertEquals(", which bundle log-file brings", Owners.ofLog("file"));
    assertEquals(", which bundle handler-redirect brings", Owners.ofHandler("redirect"));
  }

  @Test
  void saysNothingOfWhatItDoesNotKnow() {
    assertEquals("", Owners.ofAttribute("geo_country"));
    assertEquals("", Owners.ofBuiltIn("quote/stream"));
    assertEquals("", Owners.ofLog("KAFKA"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"access_times", "redirect", "server", "libwrap"})
  void theBundleExists(String attribute) {
    String said = Owners.ofAttribute(attribute);
    String bundle = said.split(" ")[3];
    assertTrue(Files.isDirectory(Path.of("..", bundle)), bundle);
  }
}
