package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A real rsync daemon behind a stream nowait service. */
class RsyncIT {
  @RegisterExtension final Workbench bench = new Workbench();

  @Test
  void copiesTreesBothWays() throws IOException {
    Path source = generateTree();
    Path inbox = Files.createDirectories(bench.folder().resolve("inbox"));
    Path modules =
        bench.file(
            "rsyncd.conf",
            """
            use chroot = no
            uid = root
            gid = root
            munge symlinks = no
            [outbox]
              path = %s
            [inbox]
              path = %s
              read only = no
            """
                .formatted(source, inbox));
    int port = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream(
                        "rsync",
                        port,
                        Tool.path("rsync"),
                        "server_args = --daemon --config=" + modules))
            .ready(port);

    Path copy = bench.folder().resolve("copy");
    rsync("rsync://127.0.0.1:" + port + "/outbox/", copy + "/");
    assertSameTree(source, copy);
    rsync(source + "/", "rsync://127.0.0.1:" + port + "/inbox/");
    assertSameTree(source, inbox);

    daemon.serviceLog().awaitCount("EXIT: rsync status=0 pid=\\d+ duration=\\d+\\(sec\\)$", 2);
    assertEquals(2, daemon.serviceLog().count("START: rsync pid=\\d+ from=127\\.0\\.0\\.1$"));
  }

  @Test
  void seesTheClientsAddressForItsOwnAccessRules() throws IOException {
    Path source = generateTree();
    Path modules =
        bench.file(
            "rsyncd.conf",
            """
            use chroot = no
            [outbox]
              path = %s
              hosts allow = 127.0.0.2
            """
                .formatted(source));
    int port = Ports.free();
    bench
        .start(
            bench.defaults()
                + Conf.stream(
                    "rsync",
                    port,
                    Tool.path("rsync"),
                    "server_args = --daemon --config=" + modules))
        .ready(port);

    String url = "rsync://127.0.0.1:" + port + "/outbox/";
    String copy = bench.folder().resolve("copy") + "/";
    rsync("--address=127.0.0.2", url, copy);
    Tool.Result stranger = Tool.run(Tool.path("rsync"), "-a", "--address=127.0.0.3", url, copy);
    assertTrue(stranger.output().contains("access denied"), stranger.output());
  }

  private static void rsync(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 3];
    command[0] = Tool.path("rsync");
    command[1] = "-a";
    command[2] = "--timeout=30";
    System.arraycopy(arguments, 0, command, 3, arguments.length);
    Tool.run(command).ok();
  }

  private Path generateTree() throws IOException {
    Path tree = Files.createDirectories(bench.folder().resolve("tree"));
    Random random = new Random(42);
    for (int i = 0; i < 60; i++) {
      byte[] bytes = new byte[random.nextInt(200_000)];
      random.nextBytes(bytes);
      Path file = tree.resolve("d" + i % 7).resolve("file " + i);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
    }
    Files.createSymbolicLink(tree.resolve("link"), Path.of("d1"));
    return tree;
  }

  private static void assertSameTree(Path expected, Path actual) throws IOException {
    String difference =
        Tool.run(
                Tool.path("diff"), "-r", "--no-dereference", expected.toString(), actual.toString())
            .output();
    assertEquals("", difference);
    assertTrue(Files.isSymbolicLink(actual.resolve("link")));
  }
}
