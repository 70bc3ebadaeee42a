package org.example.externalcommand;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Component;

/**
 * {@code access_command = /usr/local/bin/may-enter ARGUMENT...}: the command gets the client's
 * address and the service's id behind its arguments; exit status 0 admits. It has a second: the
 * server's own deadline for a rule is two, and who overruns that one is quarantined.
 */
@Component
public final class AccessCommand implements AccessProvider {

  private static final Reason REASON = new Reason("access_command");
  private static final long LIMIT_SECONDS = 1;

  @Override
  public Phase phase() {
    return Phase.ADDRESS;
  }

  @Override
  public AccessRule compile(ServiceSpec service) throws ConfigException {
    Attribute written = service.attribute("access_command").orElseThrow();
    List<String> words = written.words();
    if (words.isEmpty() || !words.getFirst().startsWith("/")) {
      throw ConfigException.in(service, written, "needs the absolute path of a program");
    }
    if (!Files.isExecutable(Path.of(words.getFirst()))) {
      throw ConfigException.in(service, written, words.getFirst() + " is not executable");
    }
    return (request, mode) -> {
      String objection = ask(words, request);
      Evidence evidence =
          new Evidence("access_command = " + written.text(), written.origin(), objection);
      return objection.isEmpty() ? Verdict.pass(evidence) : new Verdict.Refuse(REASON, evidence);
    };
  }

  /** Empty when the command has no objection. */
  private static String ask(List<String> words, Request request) {
    if (request.peer().isEmpty()) {
      return "the client is not known";
    }
    List<String> command = new ArrayList<>(words);
    command.add(request.peer().get().address().toString());
    command.add(request.service().id());
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      return "cannot be started: " + e.getMessage();
    }
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        return "no answer within " + LIMIT_SECONDS + " s";
      }
      return process.exitValue() == 0 ? "" : "exit status " + process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    } finally {
      process.destroyForcibly();
    }
  }
}
