package org.jxinetd.engine.limit;

import java.time.Duration;
import java.util.Optional;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Slots;
import org.jxinetd.host.Bans;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * {@code flags = SENSOR}: a trap. It serves nobody, and bans whoever touches it from every service
 * for {@code deny_time}; each touch makes the ban last that long from then on.
 */
public final class Sensor implements Check {

  private static final Logger LOG = LoggerFactory.getLogger(Sensor.class);
  private static final Marker CRITICAL = MarkerFactory.getMarker("CRITICAL");

  /** How long; both empty for {@code NEVER}. */
  private record DenyTime(boolean bans, Optional<Duration> duration) {
    String minutes() {
      return duration.map(d -> Long.toString(d.toMinutes())).orElse("-1");
    }
  }

  private final DenyTime denyTime;
  private final String rule;
  private final Origin origin;
  private final Bans bans;

  private Sensor(DenyTime denyTime, String rule, Origin origin, Bans bans) {
    this.denyTime = denyTime;
    this.rule = rule;
    this.origin = origin;
    this.bans = bans;
  }

  /** The trap that a service is; empty for a service that serves. */
  public static Optional<Sensor> of(ServiceSpec service, Bans bans) throws ConfigException {
    if (!service.has(Flag.SENSOR)) {
      return Optional.empty();
    }
    Attribute set = service.attribute("deny_time").orElse(null);
    DenyTime time = set == null ? new DenyTime(false, Optional.empty()) : read(service, set);
    String text = set == null ? "NEVER" : set.text();
    Origin origin = set == null ? service.origin() : set.origin();
    String rule = "flags = SENSOR, deny_time = " + text + " of service " + service.id();
    return Optional.of(new Sensor(time, rule, origin, bans));
  }

  private static DenyTime read(ServiceSpec service, Attribute set) throws ConfigException {
    if (set.text().equalsIgnoreCase("FOREVER")) {
      return new DenyTime(true, Optional.empty());
    }
    if (set.text().equalsIgnoreCase("NEVER")) {
      return new DenyTime(false, Optional.empty());
    }
    int minutes = Numbers.count(service, set, set.text());
    return new DenyTime(minutes > 0, Optional.of(Duration.ofMinutes(minutes)));
  }

  @Override
  public Phase phase() {
    return Phase.SENSOR;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    boolean bansNow = denyTime.bans && request.peer().isPresent();
    if (bansNow && mode == Mode.DECIDE) {
      ban(request.peer().get().address(), request);
    }
    String detail = bansNow ? "whoever comes here is banned from every service" : "serves nobody";
    return new Verdict.Refuse(Reason.ADDRESS, new Evidence(rule, origin, detail));
  }

  private void ban(Address client, Request request) {
    Bans.Added added = bans.extend(client, request.at(), denyTime.duration, rule, origin);
    Ban ban = added.ban();
    if (added.isNew()) {
      LOG.error(
          CRITICAL,
          "Adding {} to the global_no_access list for {} minutes",
          ban.network(),
          denyTime.minutes());
    } else {
      LOG.info("{} stays on the global_no_access list", ban.network());
    }
  }
}
