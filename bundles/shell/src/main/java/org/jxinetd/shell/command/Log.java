package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Shows what happened lately, and what happens. */
final class Log implements Command {

  private static final String FOLLOW = "-f";
  private static final String NUMBER = "-n";
  private static final int LATEST = 20;
  private static final long LOOK_MILLIS = 500;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final Platform platform;

  Log(Platform platform) {
    this.platform = platform;
  }

  @Override
  public String name() {
    return "log";
  }

  @Override
  public String help() {
    return "show the latest events of all services or one, whatever they log; -f goes on";
  }

  @Override
  public String usage() {
    return "log [-f] [-n LINES] [NAME] [--json]";
  }

  @Override
  public String example() {
    return "log -f ftp";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(FOLLOW), Set.of(NUMBER), 0, 1);
  }

  @Override
  public Operand operand() {
    return Operand.SERVICE;
  }

  @Override
  public int run(Arguments arguments, Output out)
      throws UsageException, IOException, InterruptedException {
    int number = arguments.number(NUMBER, 0, EventTail.KEPT, LATEST);
    Optional<String> name = arguments.name();
    if (name.isPresent() && unknown(name.get(), out)) {
      return ExitStatus.NO;
    }
    Predicate<EventLine> wanted =
        line -> name.map(id -> line.service().equalsIgnoreCase(id)).orElse(true);
    if (!arguments.has(FOLLOW)) {
      print(last(platform.events().latest(), wanted, number), arguments, out);
      return ExitStatus.DONE;
    }
    if (!out.stream()) {
      out.complaint("too many others follow already; try again when one has ended");
      return ExitStatus.NO;
    }
    EventTail.Start start = platform.events().follow();
    try (EventTail.Follower follower = start.follower()) {
      print(last(start.latest(), wanted, number), arguments, out);
      out.flush();
      while (true) {
        print(follower.next(LOOK_MILLIS).stream().filter(wanted).toList(), arguments, out);
        long lost = follower.takeLost();
        if (lost > 0) {
          out.complaint(lost + " lines are left out here: they came faster than they were read");
        }
        out.flush();
      }
    }
  }

  /** A service that is not there now may still have lines. */
  private boolean unknown(String name, Output out) throws IOException {
    if (platform.events().latest().stream().anyMatch(l -> l.service().equalsIgnoreCase(name))) {
      return false;
    }
    return platform.server().isPresent()
        && Named.find(platform.server().get().services(), name, out).isEmpty();
  }

  private static List<EventLine> last(
      List<EventLine> lines, Predicate<EventLine> wanted, int number) {
    List<EventLine> chosen = lines.stream().filter(wanted).toList();
    return chosen.subList(Math.max(0, chosen.size() - number), chosen.size());
  }

  private static void print(List<EventLine> lines, Arguments arguments, Output out)
      throws IOException {
    for (EventLine line : lines) {
      out.line(
          arguments.json() ? Json.text(line.object()) : TIME.format(line.at()) + " " + line.text());
    }
  }
}
