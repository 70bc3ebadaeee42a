package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code in.tftpd} behind a dgram wait service: the server gets the service's own socket. */
class TftpIT {
  @RegisterExtension final Workbench bench = new Workbench();
  private Path served;
  private int port;
  private Daemon daemon;

  @BeforeEach
  void startServer() throws IOException {
    served = Files.createDirectories(bench.folder().resolve("tftpboot"));
    byte[] bytes = new byte[123_457];
    new Random(3).nextBytes(bytes);
    Files.write(served.resolve("image"), bytes);
    port = Ports.free();
    daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.waiting(
                        "tftp",
                        "dgram",
                        port,
                        Tool.path("in.tftpd"),
                        // -t 1: the server ends, and with it its slot, a second after the last
                        // request
                        "server_args = -t 1 -u nobody -s " + served))
            .ready();
  }

  @Test
  void fetchesOneFileAgainAndAgain() throws IOException {
    for (int i = 0; i < 4; i++) {
      fetch("image", "copy" + i);
    }
    daemon.serviceLog().await("START: tftp pid=\\d+ from=127\\.0\\.0\\.1$");
  }

  @Test
  void servesTheNextClientAfterAServerHasEnded() throws IOException {
    fetch("image", "first");
    daemon.serviceLog().awaitCount("EXIT: tftp status=0 pid=\\d+ duration=\\d+\\(sec\\)$", 1);
    fetch("image", "second");
    daemon.serviceLog().awaitCount("START: tftp pid=\\d+ from=127\\.0\\.0\\.1$", 2);
  }

  @Test
  void servesClientsAtTheSameTime() throws Exception {
    List<Future<Void>> fetches = new ArrayList<>();
    try (ExecutorService clients = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 8; i++) {
        String name = "copy" + i;
        Callable<Void> fetch =
            () -> {
              fetch("image", name);
              return null;
            };
        fetches.add(clients.submit(fetch));
      }
      for (Future<Void> fetch : fetches) {
        joined(fetch);
      }
    }
    assertEquals(8, fetches.size());
  }

  @Test
  void tellsAClientThatAFileIsAbsent() throws IOException {
    Tool.Result result = tftp("absent", bench.folder().resolve("none"));
    assertTrue(result.output().contains("File not found"), result.output());
  }

  private static void joined(Future<Void> fetch) throws InterruptedException {
    try {
      fetch.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    }
  }

  private void fetch(String name, String to) throws IOException {
    Path copy = bench.folder().resolve(to);
    Tool.Result result = tftp(name, copy);
    assertTrue(Files.exists(copy), result.output());
    assertEquals(-1, Files.mismatch(served.resolve(name), copy), result.output());
  }

  private Tool.Result tftp(String name, Path to) throws IOException {
    return Tool.run(
        Tool.path("tftp"),
        "-4",
        "-m",
        "binary",
        "127.0.0.1",
        Integer.toString(port),
        "-c",
        "get",
        name,
        to.toString());
  }
}
