package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code -watch}: the files are read again when they change. */
@Tag("ours")
class WatchIT {

  @RegisterExtension final Workbench bench = new Workbench();

  private String service(String name, int port) throws IOException {
    return Conf.stream(name, port, Tool.path("cat"), "only_from = 127.0.0.1");
  }

  @Test
  void changesOfFilesAndFoldersAreTakenOver() throws IOException {
    int first = Ports.free();
    int second = Ports.free();
    int third = Ports.free();
    Path folder = Files.createDirectory(bench.folder().resolve("more.d"));
    Path included = bench.file("included", "");
    String main =
        bench.defaults()
            + "include "
            + included
            + "\nincludedir "
            + folder
            + "\n"
            + service("one", first);
    Daemon daemon = bench.startWith(List.of("-watch"), main).ready(first);

    Files.writeString(folder.resolve("two"), service("two", second));
    Await.until("a file that came is read", () -> ProcFs.listening(second));
    Path written = bench.file("elsewhere", service("three", third));
    Files.move(written, included, StandardCopyOption.ATOMIC_MOVE);
    Await.until("a file that was replaced is read", () -> ProcFs.listening(third));
    assertEquals("on", Client.exchange(first, "on"));

    Files.writeString(included, service("three", third).replace("port = ", "port = x"));
    daemon.log().await("service three keeps its last good definition");
    assertEquals("on", Client.exchange(third, "on"));
    Files.delete(folder.resolve("two"));
    Await.until("a file that went takes its service along", () -> !ProcFs.listening(second));
    long reloads = daemon.log().count("Starting reconfiguration");
    bench.file("unrelated", "x");
    bench.file("more.d/two.rpmsave", service("two", second));
    Files.writeString(included, service("three", third));
    Await.until(
        "the mended file is read", () -> daemon.log().count("Starting reconfiguration") > reloads);
    assertEquals(reloads + 1, daemon.log().count("Starting reconfiguration"));
  }
}
