package org.jxinetd.config.inetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItoxTest {

  @TempDir Path etc;
  private String err;
  private int status;

  private String convert(String inetd, String... words) throws IOException {
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    String[] all =
        Stream.concat(Stream.of("-hosts_dir", etc.toString()), Stream.of(words))
            .toArray(String[]::new);
    status =
        new Itox(
                new ByteArrayInputStream(inetd.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(o, true, StandardCharsets.UTF_8),
                new PrintStream(e, true, StandardCharsets.UTF_8))
            .run(all);
    err = e.toString(StandardCharsets.UTF_8).replace(etc + "/", "");
    return o.toString(StandardCharsets.UTF_8);
  }

  private static String entry(String name, String... lines) {
    StringBuilder out = new StringBuilder("service " + name + "\n{\n");
    for (String line : lines) {
      int at = line.indexOf(' ');
      String value = line.substring(at + 1);
      out.append(String.format("\t%-15s = %s%n", line.substring(0, at), value));
    }
    return out.append("}\n\n").toString();
  }

  @Test
  void writesTheShapeOfTheOriginal() throws IOException {
    assertEquals(
        entry(
            "ftp",
            "socket_type stream",
            "protocol tcp",
            "wait no",
            "user root",
            "group adm",
            "server /usr/sbin/in.ftpd",
            "server_args -l -a"),
        convert(
            "# c\n  # d\n\n   \nftp stream tcp nowait root.adm /usr/sbin/in.ftpd in.ftpd -l -a"));
    assertEquals(0, status);
    assertEquals("", err);
  }

  @Test
  void namesWhatIsMissingInAShortLineAndGoesOn() throws IOException {
    String out = convert("x stream tcp nowait root\ny stream tcp nowait root /bin/y y\nz\n");
    assertTrue(out.startsWith("service y\n"), out);
    assertEquals(
        "Line 1: server missing; the line is left out\n"
            + "Line 3: socket type missing; the line is left out\n",
        err);
    assertEquals(1, status);
  }

  @Test
  void splitsUserAndGroupAtColonOrDot() throws IOException {
    assertTrue(
        convert("x stream tcp nowait a.b:c /bin/x x")
            .contains("\tuser            = a.b\n\tgroup           = c\n"));
    assertTrue(
        convert("x stream tcp nowait a.b.c /bin/x x")
            .contains("\tuser            = a\n\tgroup           = b.c\n"));
    assertEquals("", convert("x stream tcp nowait :c /bin/x x"));
    assertEquals(1, status);
  }

  @Test
  void turnsStartsPerMinuteIntoAPauseThatNobodyMetBefore() throws IOException {
    assertTrue(
        convert("x stream tcp nowait.40 root /bin/x x").contains("\tcps             = 40 10\n"));
    assertEquals(
        "Line 1: 40 starts within a minute cannot be expressed; 40 within a second are admitted\n",
        err);
    assertEquals(0, status);
    String out = convert("x stream tcp nowait/7/0/2 root /bin/x x");
    assertTrue(out.contains("\tinstances       = 7\n\tper_source      = 2\n"), out);
    assertEquals("", err);
    assertEquals("", convert("x stream tcp nowait.x root /bin/x x"));
    assertEquals("", convert("x stream tcp Wait root /bin/x x"));
    assertEquals("Line 1: Bad value for wait: Wait; the line is left out\n", err);
  }

  @Test
  void convertsInternalServicesAddressesNumbersAndFamilies() throws IOException {
    assertEquals(
        entry(
            "echo",
            "socket_type dgram",
            "protocol udp",
            "wait yes",
            "user root",
            "type INTERNAL",
            "id echo-dgram"),
        convert("echo dgram udp wait root internal"));
    assertEquals(
        entry(
            "8080",
            "type UNLISTED",
            "port 8080",
            "socket_type stream",
            "protocol tcp",
            "flags IPv6",
            "bind ::1",
            "wait no",
            "user root",
            "server /bin/x"),
        convert("[::1]:8080 stream tcp6 nowait root /bin/x x"));
    assertEquals("", convert("x/1 stream rpc/tcp nowait root internal"));
    assertEquals(1, status);
    assertEquals("", convert("/run/x stream unix nowait root /bin/x x"));
    assertEquals("Line 1: sockets of the file system are not served; the line is left out\n", err);
  }

  @Test
  void keepsAProgramsOtherName() throws IOException {
    assertTrue(
        convert("x stream tcp nowait root /bin/busybox ftpd -w")
            .contains("\tserver_args     = ftpd -w\n"));
    assertTrue(
        convert("x stream tcp nowait root /bin/busybox ftpd -w")
            .contains("\tflags           = NAMEINARGS\n"));
  }

  @Test
  void takesTcpdAwayAndWritesItsRules() throws IOException {
    Files.writeString(etc.resolve("hosts.allow"), "in.ftpd: 10.1. .example.org\n");
    Files.writeString(etc.resolve("hosts.deny"), "ALL: ALL\n");
    assertEquals(
        entry(
            "ftp",
            "socket_type stream",
            "protocol tcp",
            "wait no",
            "user root",
            "server /usr/sbin/in.ftpd",
            "server_args -l",
            "only_from 10.1.0.0/16 .example.org"),
        convert(
            "ftp stream tcp nowait root /usr/sbin/tcpd in.ftpd -l", "-daemon_dir", "/usr/sbin"));
    assertEquals("", convert("ftp stream tcp nowait root /usr/sbin/tcpd in.ftpd -l"));
    assertEquals(1, status);
    String out = convert("x stream tcp nowait root /bin/x x");
    assertEquals(
        "# tcpd did not guard this service; xinetd asks TCP wrappers about it as x ("
            + etc
            + "/hosts.deny:1 (ALL: ALL)) unless flags = NOLIBWRAP\n",
        out.substring(0, out.indexOf('\n') + 1));
  }

  @Test
  void refusesUnknownWords() throws IOException {
    assertEquals("", convert("", "-x"));
    assertEquals(Itox.USAGE + "\n", err);
    assertEquals(1, status);
  }
}
