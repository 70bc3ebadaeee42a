package org.jxinetd.engine.limit;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;

/**
 * {@code cps = RATE WAIT} and {@code cps_action} of one service. By default 50 and 10, as in
 * xinetd; a rate of 0 is no limit.
 */
record CpsSetting(int rate, Duration rest, Action action, Origin origin) {

  private static final int DEFAULT_RATE = 50;
  private static final int DEFAULT_WAIT_SECONDS = 10;

  /** What happens beyond the rate. */
  enum Action {
    /** The service rests for WAIT seconds, as in xinetd. */
    PAUSE,
    /** The client is refused; the next second is another one. */
    REFUSE,
    /** RATE holds for each source by itself, and only that source is refused for WAIT seconds. */
    PER_SOURCE
  }

  static CpsSetting of(ServiceSpec service) throws ConfigException {
    Optional<Attribute> cps = service.attribute("cps");
    int rate = DEFAULT_RATE;
    int wait = DEFAULT_WAIT_SECONDS;
    if (cps.isPresent()) {
      if (cps.get().values().size() != 2) {
        throw ConfigException.in(service, cps.get(), "cps expects a rate and a number of seconds");
      }
      rate = Numbers.count(service, cps.get(), cps.get().words().get(0));
      wait = Numbers.count(service, cps.get(), cps.get().words().get(1));
    }
    Origin origin = cps.map(Attribute::origin).orElse(service.origin());
    return new CpsSetting(rate, Duration.ofSeconds(wait), action(service), origin);
  }

  private static Action action(ServiceSpec service) throws ConfigException {
    Attribute set = service.attribute("cps_action").orElse(null);
    if (set == null) {
      return Action.PAUSE;
    }
    for (Action action : Action.values()) {
      if (action.name().equalsIgnoreCase(set.text())) {
        return action;
      }
    }
    throw ConfigException.in(
        service, set, "'" + set.text() + "' is not pause, refuse or per_source");
  }

  Evidence evidence(String detail) {
    String rule = "cps = " + rate + " " + rest.toSeconds();
    String how = action == Action.PAUSE ? "" : " " + action.name().toLowerCase(Locale.ROOT);
    return new Evidence(rule + how, origin, detail);
  }
}
