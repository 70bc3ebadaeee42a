package org.example.accessprovider;

import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.AccessRule;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Component;

/** {@code source_port_below = 1024}: admits clients that come from a lower port alone. */
@Component
public final class SourcePort implements AccessProvider {

  private static final String NAME = "source_port_below";
  private static final Reason REASON = new Reason("source_port");

  @Override
  public Phase phase() {
    return Phase.ADDRESS;
  }

  @Override
  public AccessRule compile(ServiceSpec service) throws ConfigException {
    int limit =
        service
            .integer(NAME, 1, 65536)
            .orElseThrow(() -> ConfigException.in(service, NAME + " has no value"));
    Attribute written = service.attribute(NAME).orElseThrow();
    Evidence rule = new Evidence(NAME + " = " + limit, written.origin(), "");
    return (request, mode) ->
        request.peer().isPresent() && request.peer().get().port() < limit
            ? Verdict.pass(rule)
            : new Verdict.Refuse(REASON, rule);
  }
}
