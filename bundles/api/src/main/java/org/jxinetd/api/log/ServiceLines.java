package org.jxinetd.api.log;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * The lines xinetd writes for the events of one service, as {@code log_on_success} and {@code
 * log_on_failure} ask for them: the text behind the time stamp. Immutable.
 */
public final class ServiceLines {

  private final Set<String> success;
  private final Set<String> failure;

  private ServiceLines(Set<String> success, Set<String> failure) {
    this.success = success;
    this.failure = failure;
  }

  public static ServiceLines of(ServiceSpec service) {
    return new ServiceLines(upper(service, "log_on_success"), upper(service, "log_on_failure"));
  }

  private static Set<String> upper(ServiceSpec service, String attribute) {
    Set<String> out = new HashSet<>();
    service.words(attribute).forEach(word -> out.add(word.toUpperCase(Locale.ROOT)));
    return out;
  }

  /** The line of an event; empty when the service does not want it or the kind is unknown. */
  public Optional<String> line(Event event) {
    String id = event.service().id();
    return switch (event) {
      case Started e when !success.isEmpty() -> Optional.of(start(id, e));
      case Ended e when success.contains("EXIT") || success.contains("DURATION") ->
          Optional.of(exit(id, e));
      case Refused e when e.reason().equals(Reason.IDENT) ->
          Optional.of("NOID: " + id + " " + address(e.peer()) + " " + e.evidence().detail());
      case Identified e -> Optional.of("USERID: " + id + " " + e.text());
      case Refused e when !failure.isEmpty() ->
          Optional.of(
              "FAIL: " + id + " " + e.reason() + (failure.contains("HOST") ? from(e.peer()) : ""));
      case Traffic e when success.contains("TRAFFIC") ->
          Optional.of("TRAFFIC: " + id + " in=" + e.in() + "(bytes) out=" + e.out() + "(bytes)");
      default -> Optional.empty();
    };
  }

  private String start(String id, Started e) {
    StringBuilder out = new StringBuilder(64).append("START: ").append(id);
    if (success.contains("PID")) {
      out.append(" pid=").append(e.pid());
    }
    if (success.contains("HOST")) {
      out.append(from(e.peer()));
    }
    return out.toString();
  }

  private String exit(String id, Ended e) {
    StringBuilder out = new StringBuilder(64).append("EXIT: ").append(id);
    if (success.contains("EXIT")) {
      if (e.outcome() instanceof Outcome.Signaled killed) {
        out.append(" signal=").append(killed.signal());
      } else {
        out.append(" status=")
            .append(e.outcome() instanceof Outcome.Exited exited ? exited.status() : 0);
      }
    }
    if (success.contains("PID")) {
      out.append(" pid=").append(e.pid());
    }
    if (success.contains("DURATION")) {
      out.append(" duration=").append(e.duration().toSeconds()).append("(sec)");
    }
    return out.toString();
  }

  private static String from(Optional<Endpoint> peer) {
    return " from=" + address(peer);
  }

  private static String address(Optional<Endpoint> peer) {
    return peer.map(p -> p.address().toString()).orElse("<no address>");
  }
}
