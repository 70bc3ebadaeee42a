package org.jxinetd.access.time;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code access_times} and {@code access_zone}; the package description says what they mean. */
@Component
public final class AccessTimes implements AccessProvider {

  private final Supplier<ZoneId> machineZone;

  @Activate
  public AccessTimes() {
    this(ZoneId::systemDefault);
  }

  AccessTimes(Supplier<ZoneId> machineZone) {
    this.machineZone = machineZone;
  }

  @Override
  public Phase phase() {
    return Phase.ACCESS_TIMES;
  }

  @Override
  public AccessRule compile(ServiceSpec service) throws ConfigException {
    List<Problem> problems = new ArrayList<>();
    ZoneId zone = zone(service, problems);
    Attribute times = service.attribute("access_times").orElse(null);
    List<TimeRange> ranges = times == null ? List.of() : ranges(service, times, problems);
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    if (times == null) {
      return alwaysOpen(service);
    }
    return new OpenHours(times, ranges, zone);
  }

  private ZoneId zone(ServiceSpec service, List<Problem> problems) {
    Optional<Attribute> set = service.attribute("access_zone");
    if (set.isEmpty()) {
      return machineZone.get();
    }
    String name = set.get().text();
    try {
      return ZoneId.of(name);
    } catch (DateTimeException unknown) {
      problems.add(
          problem(service, set.get().origin(), "access_zone", "'" + name + "' is no time zone"));
      return machineZone.get();
    }
  }

  private static List<TimeRange> ranges(
      ServiceSpec service, Attribute times, List<Problem> problems) {
    List<TimeRange> ranges = new ArrayList<>();
    for (Token word : times.values()) {
      switch (RangeReader.read(word)) {
        case RangeReader.Reading.Range read -> ranges.add(read.range());
        case RangeReader.Reading.Malformed bad ->
            problems.add(problem(service, word.origin(), "access_times", bad.why()));
      }
    }
    if (times.values().isEmpty()) {
      problems.add(problem(service, times.origin(), "access_times", "no range is given"));
    }
    return ranges;
  }

  private static Problem problem(
      ServiceSpec service, Origin origin, String attribute, String message) {
    return Problem.error(origin, attribute, message, "service " + service.id() + " not started");
  }

  /** A zone without times, as services inherit it from {@code defaults}. */
  private static AccessRule alwaysOpen(ServiceSpec service) {
    Attribute zone = service.attribute("access_zone").orElseThrow();
    Verdict pass =
        Verdict.pass(new Evidence("access_zone = " + zone.text(), zone.origin(), "no ranges"));
    return (request, mode) -> pass;
  }
}
