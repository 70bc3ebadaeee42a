package org.jxinetd.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.jxinetd.linux.Self;
import org.osgi.service.component.annotations.Component;

/**
 * At least a tenth of the descriptors that the process may open is left; a warning below a third.
 */
@Component(
    service = HealthCheck.class,
    property = {"hc.name=descriptors", "hc.tags=jxinetd"})
public final class DescriptorsLeft implements HealthCheck {

  @Override
  public Result execute() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return judge(open.count(), Self.descriptorLimit());
    } catch (IOException e) {
      return new Result(Result.Status.HEALTH_CHECK_ERROR, "/proc/self/fd cannot be read", e);
    }
  }

  static Result judge(long open, long limit) {
    FormattingResultLog log = new FormattingResultLog();
    long left = limit - open;
    if (left < limit / 10) {
      log.critical("{} of {} descriptors are open", open, limit);
    } else if (left < limit / 3) {
      log.warn("{} of {} descriptors are open", open, limit);
    } else {
      log.info("{} of {} descriptors are open", open, limit);
    }
    return new Result(log);
  }
}
