package org.jxinetd.engine.flow;

import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;

/** Services and clients for tests. */
public final class Specs {

  private Specs() {}

  public static ServiceSpec.Builder service(String id) {
    return ServiceSpec.builder("org.jxinetd.service~" + id, id)
        .origin(Origin.of("/etc/xinetd.d/" + id, 1))
        .port(79);
  }

  public static Request from(ServiceSpec service, String address) {
    Endpoint peer = new Endpoint(Address.parse(address).orElseThrow(), 40000);
    return new Request(service, Optional.of(peer), Optional.empty(), Instant.EPOCH);
  }
}
