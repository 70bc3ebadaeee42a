package org.jxinetd.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Problem;

/** Configurations as text, loaded against system tables in a folder of the test. */
public final class Text {

  private Text() {}

  /** A complete stream service that listens on a port, with more lines. */
  public static String service(String name, int port, String... lines) {
    return "service "
        + name
        + "\n{\n type = UNLISTED\n socket_type = stream\n wait = no\n user = root\n"
        + " server = /bin/cat\n port = "
        + port
        + "\n "
        + String.join("\n ", lines)
        + "\n}\n";
  }

  /** Writes {@code x.conf} into the folder and loads it. */
  public static Loaded load(Path folder, String text) throws IOException {
    Files.writeString(folder.resolve("x.conf"), text);
    List<Problem> unreadable = new ArrayList<>();
    Optional<Loaded> loaded =
        new Loader(folder, folder, 1 << 24)
            .load("x.conf", Optional.empty(), unreadable::add, path -> {});
    if (loaded.isEmpty()) {
      throw new IOException(unreadable.toString());
    }
    return loaded.get();
  }

  /** All problems, one a line. */
  public static String problems(Loaded loaded) {
    return String.join("\n", loaded.problems().stream().map(Problem::toString).toList());
  }
}
