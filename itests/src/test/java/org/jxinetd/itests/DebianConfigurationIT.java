package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The shape of a Debian machine's configuration: a file with empty defaults that includes a folder,
 * two entries per file, TAB and blanks as they come; enabled, with free ports. No flags: the
 * services listen on both families.
 */
class DebianConfigurationIT {
  private static final String DAYTIME =
      "\\d\\d (JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC) 20\\d\\d "
          + "\\d\\d:\\d\\d:\\d\\d [A-Z0-9+-]+\r\n";
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  @RegisterExtension final Workbench bench = new Workbench();
  private final Map<String, Integer> ports = new HashMap<>();
  private Daemon daemon;

  @BeforeEach
  void startServer() throws IOException {
    for (String name : new String[] {"echo", "discard", "chargen", "daytime", "time"}) {
      ports.put(name, Ports.free());
      bench.file("xinetd.d/" + name, twoEntries(name, ports.get(name)));
    }
    bench.file(
        "xinetd.d/off", twoEntries("echo", Ports.free()).replace("= no\n\ttype", "= yes\n\ttype"));
    bench.file("xinetd.d/echo.dpkg-old", "this file has a dot in its name {");
    bench.file("xinetd.d/echo~", "this one is a backup {");
    daemon =
        bench.start(
            """
            # Simple configuration file for xinetd
            #
            # Some defaults, and include the folder

            defaults
            {

            # Please note that you need a log_type line to be able to use log_on_success
            # and log_on_failure.
            # log_type = SYSLOG daemon info
            log_type = FILE %s
            log_on_success = PID HOST EXIT
            log_on_failure = HOST

            }

            includedir %s
            """
                .formatted(daemonServiceLog(), bench.folder().resolve("xinetd.d")));
    daemon.ready();
    assertTrue(daemon.log().has("Started working: 10 available services$"));
  }

  private String daemonServiceLog() {
    return bench.folder().resolve("service.log").toString();
  }

  private static String twoEntries(String name, int port) {
    return """
    # default: off
    # description: An internal service. This is the tcp version.
    service %1$s
    {
    \tdisable\t\t= no
    \ttype\t\t= INTERNAL UNLISTED
    \tid\t\t= %1$s-stream
    \tsocket_type\t= stream
    \tprotocol\t= tcp
    \tuser\t\t= root
    \twait\t\t= no
    \tport\t\t= %2$d
    }

    # This is the udp version.
    service %1$s
    {
    \tdisable\t\t= no
    \ttype\t\t= INTERNAL UNLISTED
    \tid\t\t= %1$s-dgram
    \tsocket_type\t= dgram
    \tprotocol\t= udp
    \tuser\t\t= root
    \twait\t\t= yes
    \tport\t\t= %2$d
    }  \t
    """
        .formatted(name, port);
  }

  @Test
  void echoesStreamsAndDatagrams() throws IOException {
    assertEquals("hello\r\nworld", Client.exchange(ports.get("echo"), "hello\r\nworld"));
    assertEquals("ping", Client.datagram(ports.get("echo"), "ping"));
    daemon.serviceLog().await("START: echo-stream pid=\\d+ from=::ffff:127\\.0\\.0\\.1$");
    daemon.serviceLog().await("EXIT: echo-stream status=0 pid=\\d+$");
  }

  @Test
  void tellsTheDayAndTheTime() throws IOException {
    String stream = Client.readAll(ports.get("daytime"), "127.0.0.1");
    assertTrue(stream.matches(DAYTIME), stream);
    String datagram = Client.datagram(ports.get("daytime"), "");
    assertTrue(datagram.matches(DAYTIME), datagram);

    assertNow(Client.readAll(ports.get("time"), "127.0.0.1"));
    assertNow(Client.datagram(ports.get("time"), "x"));
    daemon.serviceLog().await("START: daytime-stream pid=0 from=::ffff:127\\.0\\.0\\.1$");
  }

  private static void assertNow(String fourBytes) {
    assertEquals(4, fourBytes.length());
    byte[] bytes = fourBytes.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    long seconds = Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt());
    long now = (Instant.now().getEpochSecond() + SECONDS_1900_TO_1970) & 0xFFFF_FFFFL;
    assertTrue(Math.abs(now - seconds) <= 5, seconds + " is not about " + now);
  }

  @Test
  void discardsEverything() throws IOException {
    assertEquals("", Client.exchange(ports.get("discard"), "x".repeat(100_000)));
    assertTrue(Client.datagram(ports.get("discard"), new byte[] {1}, 300).isEmpty());
  }

  /** RFC 864: the 95 printing characters as a ring; xinetd's ring lacks the first and the last. */
  @Test
  void generatesCharacters() throws IOException {
    boolean peer = ProgramUnderTest.get().peer();
    char firstOfRing = peer ? '!' : ' ';
    int ring = peer ? 93 : 95;
    try (Client client = Client.connect(ports.get("chargen"))) {
      String first = client.read(74 * 96);
      for (int line = 0; line < 96; line++) {
        String text = first.substring(line * 74, line * 74 + 74);
        assertTrue(text.endsWith("\r\n"), text);
        for (int i = 0; i < 72; i++) {
          int expected = firstOfRing + (line % 95 % ring + i) % ring;
          assertEquals((char) expected, text.charAt(i), "line " + line + " character " + i);
        }
      }
    }
    int datagram = Client.datagram(ports.get("chargen"), "x").length();
    assertTrue(peer ? datagram == 1024 : datagram <= 512, datagram + " characters");
  }
}
