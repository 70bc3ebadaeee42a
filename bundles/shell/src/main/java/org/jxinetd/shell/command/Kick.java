package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.SessionStatus;

/** Ends sessions. */
record Kick(Platform platform) implements EngineCommand {

  private static final String SERVICE = "-s";
  private static final String CLIENT = "-c";
  private static final Duration GRACE = Duration.ofSeconds(5);

  @Override
  public String name() {
    return "kick";
  }

  @Override
  public String help() {
    return "end a session, or all of a service (-s) or of a client's address (-c): asked first,"
        + " killed after 5 s";
  }

  @Override
  public String usage() {
    return "kick SESSION... | -s SERVICE | -c ADDRESS [--json]";
  }

  @Override
  public String example() {
    return "kick -c 192.0.2.7";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(), Set.of(SERVICE, CLIENT), 0, 1_000);
  }

  @Override
  public Operand operand() {
    return Operand.SESSION;
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out)
      throws UsageException, IOException, InterruptedException {
    Optional<List<Long>> chosen = choose(server, arguments, out);
    if (chosen.isEmpty()) {
      return ExitStatus.NO;
    }
    List<Long> running = server.kick(chosen.get(), GRACE);
    int ended = chosen.get().size() - running.size();
    if (arguments.json()) {
      out.line(Json.text(Json.object("ended", ended, "running", running)));
    } else {
      out.line(ended == 1 ? "1 session ended" : ended + " sessions ended");
      for (long number : running) {
        out.complaint("session " + number + " runs on: its server cannot be ended");
      }
    }
    return running.isEmpty() ? ExitStatus.DONE : ExitStatus.NO;
  }

  /** The sessions that are meant; empty when there are none, which has been said then. */
  private static Optional<List<Long>> choose(SuperServer server, Arguments arguments, Output out)
      throws UsageException, IOException {
    Optional<String> service = arguments.value(SERVICE);
    Optional<String> client = arguments.value(CLIENT);
    int ways =
        (service.isPresent() ? 1 : 0)
            + (client.isPresent() ? 1 : 0)
            + (arguments.operands().isEmpty() ? 0 : 1);
    if (ways != 1) {
      throw new UsageException("give session numbers, or -s, or -c");
    }
    List<SessionStatus> sessions = server.sessions();
    if (service.isPresent()) {
      if (Named.find(server.services(), service.get(), out).isEmpty()) {
        return Optional.empty();
      }
      return some(
          sessions.stream().filter(s -> s.service().equalsIgnoreCase(service.get())).toList(),
          "service " + service.get() + " has no session",
          out);
    }
    if (client.isPresent()) {
      Address address =
          Address.parse(client.get())
              .orElseThrow(() -> new UsageException("'" + client.get() + "' is no address"));
      return some(
          sessions.stream()
              .filter(s -> s.peer().map(p -> p.address().equals(address)).orElse(false))
              .toList(),
          "no session of " + address,
          out);
    }
    List<Long> numbers = numbers(arguments.operands());
    for (long number : numbers) {
      if (sessions.stream().noneMatch(s -> s.number() == number)) {
        out.complaint("no session " + number + " ('servers' lists them)");
        return Optional.empty();
      }
    }
    return Optional.of(numbers);
  }

  private static Optional<List<Long>> some(List<SessionStatus> sessions, String none, Output out)
      throws IOException {
    if (sessions.isEmpty()) {
      out.complaint(none);
      return Optional.empty();
    }
    return Optional.of(sessions.stream().map(SessionStatus::number).toList());
  }

  private static List<Long> numbers(List<String> words) throws UsageException {
    List<Long> numbers = new ArrayList<>();
    for (String word : words) {
      try {
        numbers.add(Long.parseLong(word));
      } catch (NumberFormatException notANumber) {
        throw new UsageException("'" + word + "' is no number of a session");
      }
    }
    return numbers.stream().distinct().toList();
  }
}
