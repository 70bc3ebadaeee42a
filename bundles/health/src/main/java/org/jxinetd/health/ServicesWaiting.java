package org.jxinetd.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** No service waits for something that is absent, and no provider is in quarantine. */
@Component(
    service = HealthCheck.class,
    property = {"hc.name=waiting", "hc.tags=jxinetd"})
public final class ServicesWaiting implements HealthCheck {

  private final SuperServer server;

  @Activate
  public ServicesWaiting(@Reference SuperServer server) {
    this.server = server;
  }

  @Override
  public Result execute() {
    FormattingResultLog log = new FormattingResultLog();
    for (ServiceStatus status : server.services()) {
      if (status.state() instanceof ServiceState.Waiting waiting) {
        log.critical("{} is {}", status.service().id(), waiting.describe());
      }
    }
    for (SuperServer.ProviderStatus provider : server.providers()) {
      provider
          .quarantine()
          .ifPresent(why -> log.critical("bundle {} is in quarantine: {}", provider.bundle(), why));
    }
    log.info("{} services are configured", server.services().size());
    return new Result(log);
  }
}
