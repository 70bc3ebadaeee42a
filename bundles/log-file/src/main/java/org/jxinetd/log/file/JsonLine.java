package org.jxinetd.log.file;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.log.Banned;
import org.jxinetd.api.log.Ended;
import org.jxinetd.api.log.EndedBy;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.Identified;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.log.TimedOut;
import org.jxinetd.api.log.Traffic;
import org.jxinetd.api.service.Endpoint;

/**
 * An event as one JSON object, RFC 8259. Members: {@code time} (UTC, milliseconds), {@code event},
 * {@code service}; then what the kind of event has. A member that is unknown is left out. Times are
 * in milliseconds, amounts in bytes.
 */
final class JsonLine {

  private static final int LONGEST_TEXT = 4096;

  private final StringBuilder out = new StringBuilder(192).append('{');

  private JsonLine() {}

  static String of(Event event) {
    JsonLine line = new JsonLine();
    line.time("time", event.at());
    switch (event) {
      case Started e -> line.head("started", e).number("pid", e.pid()).peer(e.peer());
      case Ended e ->
          line.head("ended", e)
              .number("pid", e.pid())
              .peer(e.peer())
              .number("duration_ms", e.duration().toMillis())
              .outcome(e.outcome())
              .endedBy(e.by());
      case Refused e ->
          line.head("refused", e)
              .known(e.id())
              .peer(e.peer())
              .text("reason", e.reason().word())
              .evidence(e.evidence());
      case Identified e -> line.head("identified", e).peer(e.peer()).text("user", e.text());
      case Traffic e ->
          line.head("traffic", e).number("bytes_in", e.in()).number("bytes_out", e.out());
      case TimedOut e ->
          line.head("timed_out", e).number("pid", e.pid()).peer(e.peer()).evidence(e.evidence());
      case Banned e -> line.head("banned", e).peer(e.peer()).ban(e.ban());
      // a kind that is newer than this bundle: what all have
      default -> line.head(event.getClass().getSimpleName().toLowerCase(Locale.ROOT), event);
    }
    return line.out.append('}').toString();
  }

  private void time(String name, Instant at) {
    String text = at.truncatedTo(ChronoUnit.MILLIS).toString();
    // Instant leaves zeros out; a column of times is easier to read and to sort with all of them
    text(name, text.length() == 20 ? text.substring(0, 19) + ".000Z" : text);
  }

  private JsonLine head(String kind, Event event) {
    return text("event", kind).text("service", event.service().id());
  }

  /** The number by which {@code xinetctl explain --fail} tells more. */
  private JsonLine known(long id) {
    return id == 0 ? this : number("id", id);
  }

  private JsonLine peer(Optional<Endpoint> peer) {
    peer.ifPresent(p -> text("peer", p.address().toString()).number("peer_port", p.port()));
    return this;
  }

  private JsonLine outcome(Outcome outcome) {
    switch (outcome) {
      case Outcome.Exited o -> text("outcome", "exited").number("status", o.status());
      case Outcome.Signaled o -> text("outcome", "signaled").number("signal", o.signal());
      case Outcome.Served _ -> text("outcome", "served");
      case Outcome.Relayed o ->
          text("outcome", "relayed").number("bytes_in", o.in()).number("bytes_out", o.out());
      case Outcome.HandedOver o -> text("outcome", "handed_over").text("to", o.service());
      case Outcome.NotStarted o -> text("outcome", "not_started").text("reason", o.why().word());
    }
    return this;
  }

  private JsonLine endedBy(Optional<EndedBy> by) {
    by.ifPresent(who -> text("ended_by", who.word()));
    return this;
  }

  /** A ban that never ends has no {@code until}. */
  private void ban(Ban ban) {
    text("address", ban.network().toString());
    time("since", ban.since());
    ban.until().ifPresent(until -> time("until", until));
    evidence(new Evidence(ban.rule(), ban.origin(), ""));
  }

  private void evidence(Evidence evidence) {
    text("rule", evidence.rule());
    if (!evidence.origin().source().isEmpty()) {
      text("origin", evidence.origin().toString());
    }
    if (!evidence.detail().isEmpty()) {
      text("detail", evidence.detail());
    }
  }

  private JsonLine name(String name) {
    out.append(out.length() == 1 ? "\"" : ",\"").append(name).append("\":");
    return this;
  }

  private JsonLine number(String name, long value) {
    name(name).out.append(value);
    return this;
  }

  private JsonLine text(String name, String value) {
    name(name).out.append('"');
    value
        .codePoints()
        .limit(LONGEST_TEXT)
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
              } else if (Printable.isControl(c)) {
                escape(c);
              } else {
                out.appendCodePoint(c);
              }
            });
    out.append('"');
    return this;
  }

  private void escape(int c) {
    for (char unit : Character.toChars(c)) {
      out.append("\\u").append(Integer.toHexString(0x10000 | unit), 1, 5);
    }
  }
}
