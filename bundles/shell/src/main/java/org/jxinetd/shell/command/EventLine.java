package org.jxinetd.shell.command;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.log.Ended;
import org.jxinetd.api.log.EndedBy;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.log.Traffic;
import org.jxinetd.api.service.Endpoint;

/**
 * An event as a line for people and as an object for programs, both made when somebody asks for
 * them: every event of every session passes here, and nearly none is looked at. Holds no service
 * definition, which may be gone long before the line is.
 *
 * @param service id of the service
 * @param rest what the line says behind its kind and service
 * @param more the object's members behind those of all events, names and values in turn
 */
record EventLine(
    Instant at,
    String service,
    Kind kind,
    Optional<Endpoint> peer,
    Supplier<String> rest,
    Supplier<Object[]> more) {

  enum Kind {
    START,
    EXIT,
    FAIL,
    TRAFFIC
  }

  /** Empty for kinds of events that are not known here. */
  static Optional<EventLine> of(Event event) {
    return switch (event) {
      case Started e -> Optional.of(started(e));
      case Ended e -> Optional.of(ended(e));
      case Refused e -> Optional.of(refused(e));
      case Traffic e -> Optional.of(traffic(e));
      default -> Optional.empty();
    };
  }

  /** {@code START ftp pid=12 from=10.0.0.1:4711}. */
  String text() {
    return kind + " " + service + rest.get();
  }

  Map<String, Object> object() {
    Map<String, Object> object =
        Json.object("at", at, "kind", kind, "service", service, "peer", peer);
    object.putAll(Json.object(more.get()));
    return object;
  }

  private static EventLine started(Started e) {
    long pid = e.pid();
    Optional<Endpoint> peer = e.peer();
    return new EventLine(
        e.at(),
        e.service().id(),
        Kind.START,
        peer,
        () -> pid(pid) + from(peer),
        () -> new Object[] {"pid", pid});
  }

  private static EventLine ended(Ended e) {
    long pid = e.pid();
    Outcome outcome = e.outcome();
    Optional<Endpoint> peer = e.peer();
    long millis = e.duration().toMillis();
    Optional<String> by = e.by().map(EndedBy::word);
    return new EventLine(
        e.at(),
        e.service().id(),
        Kind.EXIT,
        peer,
        () ->
            outcome(outcome)
                + pid(pid)
                + from(peer)
                + (" duration=" + millis + "ms")
                + by.map(who -> " ended_by=" + who).orElse(""),
        () ->
            new Object[] {
              "outcome", outcome(outcome).strip(), "pid", pid, "duration_ms", millis, "ended_by", by
            });
  }

  private static EventLine refused(Refused e) {
    Reason reason = e.reason();
    Evidence evidence = e.evidence();
    Optional<Endpoint> peer = e.peer();
    return new EventLine(
        e.at(),
        e.service().id(),
        Kind.FAIL,
        peer,
        () -> " " + reason + from(peer) + because(evidence),
        () ->
            new Object[] {
              "reason", reason,
              "rule", evidence.rule(),
              "origin", evidence.origin(),
              "detail", evidence.detail()
            });
  }

  private static EventLine traffic(Traffic e) {
    long in = e.in();
    long out = e.out();
    return new EventLine(
        e.at(),
        e.service().id(),
        Kind.TRAFFIC,
        Optional.empty(),
        () -> " in=" + in + " out=" + out,
        () -> new Object[] {"in", in, "out", out});
  }

  private static String pid(long pid) {
    return pid == 0 ? "" : " pid=" + pid;
  }

  private static String from(Optional<Endpoint> peer) {
    return peer.map(p -> " from=" + p).orElse("");
  }

  private static String outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Exited exited -> " status=" + exited.status();
      case Outcome.Signaled killed -> " signal=" + killed.signal();
      case Outcome.Relayed relayed -> " relayed";
      case Outcome.Served served -> " served";
      case Outcome.NotStarted failed -> " not started: " + failed.why();
      case Outcome.HandedOver over -> " handed over to " + over.service();
    };
  }

  /** {@code (no_access = 10.0.0.0/8, /etc/xinetd.conf:7)}. */
  private static String because(Evidence evidence) {
    String origin = evidence.origin().toString();
    StringBuilder out = new StringBuilder(" (").append(evidence.rule());
    if (!origin.isEmpty()) {
      out.append(", ").append(origin);
    }
    if (!evidence.detail().isEmpty()) {
      out.append(": ").append(evidence.detail());
    }
    return out.append(')').toString();
  }
}
