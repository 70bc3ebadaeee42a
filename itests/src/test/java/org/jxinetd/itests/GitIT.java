package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code git daemon --inetd} behind a stream nowait service of an unprivileged user. */
class GitIT {
  /** Nobody's git must neither read the machine's settings nor doubt who owns the repository. */
  private static final Map<String, String> ALONE =
      Map.of(
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_AUTHOR_NAME", "a",
          "GIT_AUTHOR_EMAIL", "a@example.org",
          "GIT_COMMITTER_NAME", "a",
          "GIT_COMMITTER_EMAIL", "a@example.org");

  @RegisterExtension final Workbench bench = new Workbench();

  @Test
  void clonesARepository() throws IOException {
    Path served = Files.createDirectories(bench.folder().resolve("served"));
    Path origin = served.resolve("project.git");
    git("init", "-q", "-b", "main", origin.toString());
    byte[] bytes = new byte[700_000];
    new Random(7).nextBytes(bytes);
    Files.write(origin.resolve("blob"), bytes);
    Files.writeString(origin.resolve("text"), "first light\n");
    git("-C", origin.toString(), "add", ".");
    git("-C", origin.toString(), "commit", "-q", "-m", "first");
    Tool.run(Tool.path("chown"), "-R", "nobody", served.toString()).ok();
    int port = Ports.free();
    Daemon daemon =
        bench
            .start(
                bench.defaults()
                    + Conf.stream(
                        "git",
                        port,
                        Tool.path("git"),
                        "user = nobody",
                        "env = HOME=/nonexistent",
                        "server_args = daemon --inetd --export-all --base-path=" + served))
            .ready(port);

    Path clone = bench.folder().resolve("clone");
    git("clone", "-q", "git://127.0.0.1:" + port + "/project.git", clone.toString());

    assertEquals(-1, Files.mismatch(origin.resolve("blob"), clone.resolve("blob")));
    assertEquals("first light\n", Files.readString(clone.resolve("text")));
    daemon.serviceLog().await("EXIT: git status=0 pid=\\d+ duration=\\d+\\(sec\\)$");
    Tool.Result absent =
        Tool.run(
            bench.folder(),
            ALONE,
            Tool.path("git"),
            "ls-remote",
            "git://127.0.0.1:" + port + "/absent.git");
    assertTrue(absent.status() != 0, "a repository that is not there was served");
  }

  private void git(String... arguments) throws IOException {
    String[] command = new String[arguments.length + 1];
    command[0] = Tool.path("git");
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    Tool.run(bench.folder(), ALONE, command).ok();
  }
}
