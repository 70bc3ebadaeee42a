package org.jxinetd.log.file;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;

/** Services and events for the tests of this room. */
final class Services {

  static final Instant WHEN = Instant.parse("2000-09-17T16:07:06Z");
  private static final Optional<Endpoint> PEER =
      Optional.of(new Endpoint(Address.parse("212.198.253.142").orElseThrow(), 40000));

  private Services() {}

  static ServiceSpec service(String id, String... logType) {
    return ServiceSpec.builder("pid", "ftp")
        .id(id)
        .origin(Origin.of("xinetd.conf", 3))
        .attribute("log_type", logType)
        .attribute("log_on_success", "PID", "HOST")
        .attribute("log_on_failure", "HOST")
        .build();
  }

  static Attribute logType(ServiceSpec service) {
    return service.attribute("log_type").orElseThrow();
  }

  static Event started(ServiceSpec service, int pid) {
    return new Started(service, WHEN, pid, PEER);
  }

  static Event refused(ServiceSpec service, String reason) {
    return new Refused(
        service, WHEN, PEER, new Reason(reason), new Evidence("no_access", Origin.NONE, ""));
  }
}
