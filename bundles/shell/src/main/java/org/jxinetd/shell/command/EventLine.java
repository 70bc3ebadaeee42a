package org.jxinetd.shell.command;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.log.Ended;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.log.Traffic;
import org.jxinetd.api.service.Endpoint;

/**
 * An event as a line for people and as an object for programs. Holds no service definition, which
 * may be gone long before the line is.
 *
 * @param service id of the service
 * @param text {@code START ftp pid=12 from=10.0.0.1:4711}
 */
record EventLine(Instant at, String service, Kind kind, String text, Map<String, Object> object) {

  enum Kind {
    START,
    EXIT,
    FAIL,
    TRAFFIC
  }

  /** Empty for kinds of events that are not known here. */
  static Optional<EventLine> of(Event event) {
    return switch (event) {
      case Started e ->
          Optional.of(line(e, Kind.START, pid(e.pid()) + from(e.peer()), "pid", e.pid(), e.peer()));
      case Ended e ->
          Optional.of(
              line(
                  e,
                  Kind.EXIT,
                  outcome(e.outcome())
                      + pid(e.pid())
                      + from(e.peer())
                      + " duration="
                      + e.duration().toMillis()
                      + "ms",
                  "outcome",
                  outcome(e.outcome()).strip(),
                  e.peer(),
                  "pid",
                  e.pid(),
                  "duration_ms",
                  e.duration().toMillis()));
      case Refused e ->
          Optional.of(
              line(
                  e,
                  Kind.FAIL,
                  " " + e.reason() + from(e.peer()) + because(e.evidence()),
                  "reason",
                  e.reason(),
                  e.peer(),
                  "rule",
                  e.evidence().rule(),
                  "origin",
                  e.evidence().origin(),
                  "detail",
                  e.evidence().detail()));
      case Traffic e ->
          Optional.of(
              line(
                  e,
                  Kind.TRAFFIC,
                  " in=" + e.in() + " out=" + e.out(),
                  "in",
                  e.in(),
                  Optional.empty(),
                  "out",
                  e.out()));
      default -> Optional.empty();
    };
  }

  private static EventLine line(
      Event event,
      Kind kind,
      String rest,
      String key,
      Object value,
      Optional<Endpoint> peer,
      Object... more) {
    String id = event.service().id();
    Map<String, Object> object =
        Json.object("at", event.at(), "kind", kind, "service", id, "peer", peer, key, value);
    object.putAll(Json.object(more));
    return new EventLine(event.at(), id, kind, kind + " " + id + rest, object);
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
