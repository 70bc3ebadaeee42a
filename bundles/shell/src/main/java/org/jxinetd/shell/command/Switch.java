package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Reloader;

/** Switches services on and off: what the commands enable and disable have in common. */
final class Switch {

  private final Platform platform;

  Switch(Platform platform) {
    this.platform = platform;
  }

  int turn(Arguments arguments, boolean on, Output out) throws IOException, InterruptedException {
    Optional<Reloader> reloader = platform.reloader();
    if (reloader.isEmpty()) {
      out.complaint(Platform.NO_FILES);
      return ExitStatus.NO;
    }
    String name = arguments.name().orElseThrow();
    List<Reloader.Written> found =
        reloader.get().written().stream().filter(w -> w.id().equalsIgnoreCase(name)).toList();
    if (found.isEmpty()) {
      List<String> ids = reloader.get().written().stream().map(Reloader.Written::id).toList();
      out.complaint(
          "no service "
              + name
              + " is configured"
              + Nearest.suggestion(name, ids)
              + (platform.server().isEmpty() ? "; " + Platform.NO_ENGINE : ""));
      return ExitStatus.NO;
    }
    if (found.stream().allMatch(written -> written.on() == on)) {
      if (arguments.json()) {
        out.line(
            Json.text(Json.object("id", found.getFirst().id(), "on", on, "changes", List.of())));
      } else {
        out.line("service " + found.getFirst().id() + " is switched " + word(on) + " already");
      }
      return ExitStatus.DONE;
    }
    return new Published(platform).show(reloader.get().turn(name, on), false, arguments, out);
  }

  private static String word(boolean on) {
    return on ? "on" : "off";
  }
}
