package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.ConfigurationCheck;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.Upgrader;

/** What the commands speak to. All of it comes and goes with its bundle: ask each time. */
public interface Platform {

  /** What a command says when it needs the engine and there is none. */
  String NO_ENGINE = "the engine is not running: no service is served (is its bundle started?)";

  /** What a command says when it needs the reader of the files and there is none. */
  String NO_FILES = "nothing reads configuration files here (is the config bundle started?)";

  Optional<SuperServer> server();

  Optional<Reloader> reloader();

  Optional<ConfigurationCheck> check();

  /** Who can replace this process; nobody where the launcher does not offer it. */
  default Optional<Upgrader> upgrader() {
    return Optional.empty();
  }

  /** The Gogo shell of the framework, where it is installed. */
  Optional<Gogo> gogo();

  /** What happened lately. */
  EventTail events();

  /**
   * Runs the health checks, all or those with a tag; none where health checks are not installed.
   */
  List<Checked> health(Optional<String> tag) throws InterruptedException;

  /** Runs health checks. */
  interface Checks {
    List<Checked> run(Optional<String> tag) throws InterruptedException;
  }

  /**
   * The result of a health check.
   *
   * @param good whether it is no worse than a warning
   */
  record Checked(String name, String status, boolean good, List<String> messages) {
    public Checked {
      messages = List.copyOf(messages);
    }
  }

  /** Runs lines of the framework's own shell. */
  interface Gogo {

    /**
     * Runs one line and prints what it prints.
     *
     * @return one of {@link ExitStatus}
     */
    int run(String line, Output out) throws IOException, InterruptedException;
  }
}
