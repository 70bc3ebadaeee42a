package org.jxinetd.itests;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A folder of its own for each test, which every user may read, and the servers started in it. A
 * test that fails prints each server's configuration and logs; a server the test did not stop
 * itself must end cleanly.
 */
public final class Workbench implements BeforeEachCallback, AfterEachCallback {
  private final List<Daemon> daemons = new ArrayList<>();
  private Path folder;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    if (!System.getProperty("user.name").equals("root")) {
      throw new AssertionError("run these tests as root: they start servers as other users");
    }
    folder = Files.createTempDirectory("jxinetd-it");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    boolean failed = context.getExecutionException().isPresent();
    try {
      if (failed) {
        for (Daemon daemon : daemons) {
          System.err.println(context.getDisplayName() + "\n" + daemon.report());
        }
        return;
      }
      for (Daemon daemon : daemons) {
        if (daemon.alive()) {
          daemon.stopCleanly();
        }
      }
    } finally {
      for (Daemon daemon : daemons) {
        daemon.kill();
      }
      daemons.clear();
      deleteFolder();
    }
  }

  Path folder() {
    return folder;
  }

  Path file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** A program written in the test's language of choice; the first line names the interpreter. */
  Path script(String name, String text) throws IOException {
    Path file = file(name, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  /** A defaults entry that logs everything into this test's service log. */
  String defaults(String... lines) {
    return Conf.entry(
        "defaults",
        Stream.concat(
                Stream.of(
                    "log_type = FILE " + folder.resolve("service.log"),
                    "log_on_success = PID HOST EXIT DURATION",
                    "log_on_failure = HOST"),
                Stream.of(lines))
            .toArray(String[]::new));
  }

  Daemon start(String config) throws IOException {
    return start(config, Map.of());
  }

  Daemon start(String config, Map<String, String> environment, String... before)
      throws IOException {
    return start(ProgramUnderTest.get().server(), config, environment, before);
  }

  /** Starts the server with more options of its command line. */
  Daemon startWith(List<String> options, String config) throws IOException {
    return start(ProgramUnderTest.get().server(), options, config, Map.of());
  }

  /** Starts the server of another tree than the assembled one. */
  Daemon startTree(Path home, String config, String... before) throws IOException {
    return start(home.resolve("bin/xinetd"), config, Map.of(), before);
  }

  private Daemon start(
      Path server, String config, Map<String, String> environment, String... before)
      throws IOException {
    return start(server, List.of(), config, environment, before);
  }

  private Daemon start(
      Path server,
      List<String> options,
      String config,
      Map<String, String> environment,
      String... before)
      throws IOException {
    Path file = file("xinetd.conf", config);
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(List.of(server.toString(), "-dontfork", "-f", file.toString()));
    command.addAll(List.of("-pidfile", folder.resolve("pid").toString()));
    command.addAll(List.of("-filelog", folder.resolve("daemon.log").toString()));
    command.addAll(ProgramUnderTest.get().privateOptions(folder));
    command.addAll(options);
    return launch(command, environment, file);
  }

  private Daemon launch(List<String> command, Map<String, String> environment, Path config)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("console.log").toFile());
    Daemon daemon = new Daemon(builder.start(), folder, config);
    daemons.add(daemon);
    return daemon;
  }

  /** A daemon that is ending may delete some of it at the same time. */
  private void deleteFolder() throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes unused)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
            if (why instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw why;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException why)
              throws IOException {
            if (why != null && !(why instanceof NoSuchFileException)) {
              throw why;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
