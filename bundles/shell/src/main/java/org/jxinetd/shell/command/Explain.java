package org.jxinetd.shell.command;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.Explanation;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Refusal;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;

/** Says what every rule says of a client, or what it said of one that was refused. */
record Explain(Platform platform, Clock clock) implements EngineCommand {

  private static final String NAME = "--name";
  private static final String AT = "--at";
  private static final String FAIL = "--fail";

  @Override
  public String name() {
    return "explain";
  }

  @Override
  public String help() {
    return "say what every rule says of a client, in order, and what comes of it";
  }

  @Override
  public String usage() {
    return "explain SERVICE ADDRESS [--name HOST] [--at TIME] [--json] | explain --fail ID"
        + " [--json]";
  }

  @Override
  public String example() {
    return "explain ftp 192.0.2.7 --at \"2026-11-28 13:05\"";
  }

  @Override
  public Syntax syntax() {
    return new Syntax(Set.of(), Set.of(NAME, AT, FAIL), 0, 2);
  }

  @Override
  public int ask(SuperServer server, Arguments arguments, Output out) throws IOException {
    Optional<String> fail = arguments.value(FAIL);
    try {
      return fail.isPresent()
          ? refusal(server, fail.get(), arguments, out)
          : client(server, arguments, out);
    } catch (UsageException wrong) {
      out.complaint("explain: " + wrong.getMessage() + "; usage: " + usage());
      return ExitStatus.USAGE;
    }
  }

  private int client(SuperServer server, Arguments arguments, Output out)
      throws IOException, UsageException {
    if (arguments.operands().size() < 2) {
      throw new UsageException("a service and an address are needed");
    }
    Address client = Moments.address(arguments.operands().get(1));
    Optional<String> at = arguments.value(AT);
    Instant moment = at.isPresent() ? Moments.instant(at.get(), clock) : clock.instant();
    List<ServiceStatus> found = Named.find(server.services(), arguments.operands().getFirst(), out);
    boolean admitted = !found.isEmpty();
    for (ServiceStatus status : found) {
      Optional<Explanation> said =
          server.door().explain(status.service().pid(), client, arguments.value(NAME), moment);
      if (said.isEmpty()) {
        out.complaint("service " + status.service().id() + " is gone");
        return ExitStatus.NO;
      }
      admitted &= said.get().admitted();
      if (arguments.json()) {
        out.line(Json.text(object(said.get(), client, moment)));
      } else {
        print(said.get(), client, moment, out);
      }
    }
    return admitted ? ExitStatus.DONE : ExitStatus.NO;
  }

  private static void print(Explanation said, Address client, Instant at, Output out)
      throws IOException {
    out.line(
        "service "
            + said.service()
            + ", client "
            + client
            + ", at "
            + at.truncatedTo(ChronoUnit.SECONDS));
    table(said.findings()).print(out);
    out.line(verdict(said.decisive()));
  }

  private static Table table(List<Finding> findings) {
    Table table = Table.headed("STEP", "SAYS", "RULE", "SET IN", "STATE");
    for (Finding finding : findings) {
      table.row(
          finding.step(),
          finding.objection().map(why -> "no: " + why).orElse("pass"),
          finding.evidence().rule(),
          finding.evidence().origin(),
          finding.evidence().detail());
    }
    return table;
  }

  private static String verdict(Optional<Finding> decisive) {
    if (decisive.isEmpty()) {
      return "verdict: admitted";
    }
    Finding finding = decisive.get();
    String who =
        finding.step().equals(Phase.BEHIND)
            ? "verdict: admitted here, but refused by the server itself ("
            : "verdict: refused (";
    String origin = finding.evidence().origin().toString();
    return who
        + finding.objection().map(Object::toString).orElse("")
        + ") by "
        + finding.evidence().rule()
        + (origin.isEmpty() ? "" : ", " + origin);
  }

  private static Map<String, Object> object(Explanation said, Address client, Instant at) {
    return Json.object(
        "service",
        said.service(),
        "client",
        client,
        "at",
        at,
        "admitted",
        said.admitted(),
        "findings",
        findings(said.findings()),
        "decisive",
        said.decisive().map(Explain::object));
  }

  private static List<Map<String, Object>> findings(List<Finding> findings) {
    return findings.stream().map(Explain::object).toList();
  }

  private static Map<String, Object> object(Finding finding) {
    return Json.object(
        "step",
        finding.step(),
        "objection",
        finding.objection(),
        "rule",
        finding.evidence().rule(),
        "origin",
        finding.evidence().origin(),
        "state",
        finding.evidence().detail());
  }

  private static int refusal(SuperServer server, String id, Arguments arguments, Output out)
      throws IOException, UsageException {
    if (!arguments.operands().isEmpty()) {
      throw new UsageException("--fail ID stands alone");
    }
    Optional<Refusal> found = server.door().refusal(Moments.number(id));
    if (found.isEmpty()) {
      out.complaint("no refusal " + id + " is kept; 'fails' lists those that are");
      return ExitStatus.NO;
    }
    Refusal refusal = found.get();
    if (arguments.json()) {
      Map<String, Object> object = Fails.object(refusal);
      object.put("findings", findings(refusal.findings()));
      out.line(Json.text(object));
      return ExitStatus.DONE;
    }
    out.line(
        "refusal "
            + refusal.id()
            + ": service "
            + refusal.service()
            + ", client "
            + refusal.peer().map(Object::toString).orElse("<no address>")
            + ", at "
            + refusal.at().truncatedTo(ChronoUnit.MILLIS));
    table(refusal.findings()).print(out);
    out.line(verdict(Optional.of(refusal.findings().getLast())));
    return ExitStatus.DONE;
  }
}
