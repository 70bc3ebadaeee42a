package org.jxinetd.api.service;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "/etc/xinetd.conf:3:7, /etc/xinetd.conf, 3, 7",
    "/etc/xinetd.conf:3, /etc/xinetd.conf, 3, 0",
    "org.jxinetd.service~ftp, org.jxinetd.service~ftp, 0, 0",
    "/tmp/a:b:12, /tmp/a:b, 12, 0",
    "/tmp/99999999999, /tmp/99999999999, 0, 0",
  })
  void readsWhatItWrites(String text, String source, int line, int column) {
    Origin origin = Origin.parse(text);
    assertEquals(new Origin(source, line, column), origin);
    assertEquals(text, origin.toString());
  }
}
