package org.jxinetd.config.inetd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.Loaded;
import org.jxinetd.config.Loader;

class InetdEntriesTest {

  @TempDir Path dir;

  private Loaded load(String xinetd, String inetd) throws IOException {
    Files.writeString(dir.resolve("x.conf"), xinetd);
    Files.writeString(dir.resolve("inetd.conf"), inetd);
    Files.writeString(
        dir.resolve("services"), "ftp 21/tcp\necho 7/tcp\necho 7/udp\ndiscard 9/tcp\n");
    return new Loader(dir, dir, 1 << 20)
        .withInetd(dir.resolve("inetd.conf"))
        .load("x.conf", Optional.empty(), problem -> {}, path -> {})
        .orElseThrow();
  }

  private static ServiceSpec only(Loaded loaded) {
    assertEquals(1, loaded.services().size(), loaded.problems()::toString);
    return loaded.services().getFirst();
  }

  @Test
  void inheritsAccessListsOfDefaults() throws IOException {
    ServiceSpec ftp =
        only(
            load(
                "defaults\n{\n only_from = 127.0.0.1\n instances = 3\n}\n",
                "ftp stream tcp nowait nobody:mail /bin/cat cat -u\n"));
    assertEquals(List.of("127.0.0.1"), ftp.words("only_from"));
    assertEquals(List.of("3"), ftp.words("instances"));
    assertEquals(List.of("nobody"), ftp.words("user"));
    assertEquals(List.of("mail"), ftp.words("group"));
    assertEquals(List.of("yes"), ftp.words("groups"));
    assertEquals(List.of("cat", "-u"), ftp.words("server_args"));
    assertTrue(ftp.has(Flag.NAMEINARGS));
    assertTrue(ftp.has(Flag.NOLIBWRAP));
    assertEquals(dir.resolve("inetd.conf") + ":1:1", ftp.origin().toString());
  }

  @Test
  void givesInternalServicesTheirOwnIds() throws IOException {
    Loaded loaded =
        load(
            "",
            "echo stream tcp nowait root internal\necho dgram udp wait root internal\n"
                + "discard stream tcp nowait root internal\n");
    assertEquals(
        List.of("echo-stream", "echo-dgram", "discard-stream"),
        loaded.services().stream().map(ServiceSpec::id).toList());
    assertEquals(List.of(), loaded.problems());
  }

  @Test
  void reportsAShortLineAndServesTheOthers() throws IOException {
    Loaded loaded = load("", "ftp stream tcp nowait root\nftp stream tcp nowait.9 root /bin/cat\n");
    ServiceSpec ftp = only(loaded);
    assertEquals(List.of("9", "10"), ftp.words("cps"));
    assertFalse(ftp.has(Flag.NAMEINARGS));
    assertEquals(
        List.of(dir.resolve("inetd.conf") + ":1:1: server missing; the line is left out"),
        loaded.problems().stream().map(Problem::toString).toList());
  }

  @Test
  void leavesThePortToTheFilesOfXinetd() throws IOException {
    Loaded loaded =
        load(
            "service ftp\n{\n socket_type = stream\n wait = no\n user = root\n server ="
                + " /bin/cat\n}\n",
            "ftp stream tcp nowait root /bin/echo echo\n");
    assertEquals(List.of("/bin/cat"), only(loaded).words("server"));
    assertEquals(1, loaded.problems().size());
  }

  @Test
  void readsNothingWhereThereIsNoFile() throws IOException {
    Files.writeString(dir.resolve("x.conf"), "");
    Loaded loaded =
        new Loader(dir, dir, 1 << 20)
            .withInetd(dir.resolve("absent"))
            .load("x.conf", Optional.empty(), problem -> {}, path -> {})
            .orElseThrow();
    assertEquals(List.of(), loaded.problems());
    assertEquals(List.of("x.conf"), loaded.files());
  }
}
