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

/**
 * Every enabled service listens. The one check with the tag {@code readiness}: whoever sends
 * clients here may begin.
 */
@Component(
    service = HealthCheck.class,
    property = {"hc.name=listening", "hc.tags=jxinetd", "hc.tags=readiness"})
public final class ServicesListening implements HealthCheck {

  private final SuperServer server;

  @Activate
  public ServicesListening(@Reference SuperServer server) {
    this.server = server;
  }

  @Override
  public Result execute() {
    FormattingResultLog log = new FormattingResultLog();
    int listening = 0;
    for (ServiceStatus status : server.services()) {
      switch (status.state()) {
        case ServiceState.Listening _ -> listening++;
        case ServiceState.Stopped _, ServiceState.Suspended _, ServiceState.Waiting _ ->
            log.critical("{} is {}", status.service().id(), status.state().describe());
        case ServiceState.Failed failed ->
            log.critical("{} {}", status.service().id(), failed.describe());
      }
    }
    if (listening == 0) {
      log.critical("no service listens");
    } else {
      log.info("{} services listen", listening);
    }
    return new Result(log);
  }
}
