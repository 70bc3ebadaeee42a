package org.jxinetd.health;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jxinetd.api.service.SuperServer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Every log of a service could be written the last time. */
@Component(
    service = HealthCheck.class,
    property = {"hc.name=logs", "hc.tags=jxinetd"})
public final class LogsWritten implements HealthCheck {

  private final SuperServer server;

  @Activate
  public LogsWritten(@Reference SuperServer server) {
    this.server = server;
  }

  @Override
  public Result execute() {
    FormattingResultLog log = new FormattingResultLog();
    for (String failing : server.vitals().failingLogs()) {
      log.critical("{} cannot be written", failing);
    }
    log.info("what happens is written");
    return new Result(log);
  }
}
