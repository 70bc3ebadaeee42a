package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The converter of inetd.conf beside Debian's: the same bytes wherever that one is right. */
@Tag("ours")
class ItoxIT {
  private static final String PLAIN =
      """
      # inetd.conf

      ftp	stream	tcp	nowait	root	/usr/sbin/tcpd	in.ftpd -l -a
      telnet stream tcp nowait telnetd.telnetd /usr/sbin/in.telnetd in.telnetd
      tftp dgram udp wait nobody /usr/sbin/in.tftpd in.tftpd -s /srv   /x
      echo stream tcp nowait root internal
      echo dgram udp wait root internal
      time dgram udp wait root internal extra words
      walld/1-2 dgram rpc/udp wait nobody /usr/sbin/rpc.walld rpc.walld
      x/3 stream rpc/tcp nowait root /usr/sbin/rpc.x rpc.x -d
      abs stream tcp nowait a.b.c /usr/sbin/tcpd /opt/bin/absd -x
      averylongservicename stream tcp wait daemon /bin/cat cat a   b	c
      """;

  @TempDir Path folder;

  private record Said(int status, String out, String err) {}

  private Said convert(String program, String inetd, String... words) throws IOException {
    Path in = Files.writeString(folder.resolve("inetd.conf"), inetd);
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    String[] command = new String[words.length + 1];
    command[0] = program;
    System.arraycopy(words, 0, command, 1, words.length);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    try {
      assertTrue(process.waitFor(30, TimeUnit.SECONDS), program);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(new IOException(e));
    }
    return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Said ours(String inetd, String... words) throws IOException {
    return convert(ProgramUnderTest.home().resolve("bin/itox").toString(), inetd, words);
  }

  @Test
  void writesTheBytesOfTheOriginal() throws IOException {
    Said theirs = convert(Tool.path("itox"), PLAIN, "-daemon_dir", "/usr/sbin");
    assertEquals(0, theirs.status(), theirs.err());
    assertTrue(theirs.out().contains("service averylongservicename\n"), theirs.out());
    Said ours = ours(PLAIN, "-daemon_dir", "/usr/sbin", "-hosts_dir", folder.toString());
    assertEquals(theirs.out(), ours.out());
    assertEquals("", ours.err());
    assertEquals(0, ours.status());
  }

  @Test
  void saysWhatIsMissingWhereTheOriginalDoes() throws IOException {
    String file = "ok stream tcp nowait root /bin/cat cat\nx stream tcp nowait root\n";
    Said theirs = convert(Tool.path("itox"), file);
    Said ours = ours(file);
    assertEquals(1, theirs.status());
    assertEquals(1, ours.status());
    assertEquals("Line 2: server missing", theirs.err().strip());
    assertEquals("Line 2: server missing; the line is left out", ours.err().strip());
    assertTrue(ours.out().startsWith("service ok\n"), ours.out());
  }

  @Test
  void convertsWhatTheDaemonThenReadsWithoutAWord() throws IOException {
    Files.writeString(folder.resolve("hosts.allow"), "in.ftpd: 10.1. 127.0.0.1\nALL: LOCAL\n");
    Files.writeString(folder.resolve("hosts.deny"), "ALL: ALL\n");
    Said said =
        ours(
            """
            ftp stream tcp nowait root:root /usr/sbin/tcpd cat -u
            echo stream tcp nowait root internal
            echo dgram udp wait root internal
            127.0.0.1:10081 stream tcp nowait/4/0/2 root /bin/cat kitty
            """,
            "-daemon_dir",
            "/bin",
            "-hosts_dir",
            folder.toString());
    assertEquals("", said.err());
    assertTrue(said.out().contains("has no counterpart here"), said.out());
    Path conf = Files.writeString(folder.resolve("x.conf"), said.out());
    Tool.Result check =
        Tool.run(
            ProgramUnderTest.home().resolve("bin/xinetd").toString(),
            "-check",
            "-nolibwrap",
            "-dump",
            "-f",
            conf.toString());
    check.ok();
    assertTrue(check.output().contains("4 services, 4 ready; 0 errors"), check.output());
    assertTrue(check.output().contains("Server argv = kitty"), check.output());
  }
}
