package org.jxinetd.log.file;

import java.time.ZoneId;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.ServiceLines;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.log.Timestamp;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code log_type = FILE path [soft [hard]]} of xinetd.conf(5). Immediate, because a delayed
 * component would forget which files are open whenever nobody holds the service for a moment.
 */
@Component(immediate = true, property = SinkProvider.TYPE + "=FILE")
public final class FileLogs implements SinkProvider {

  private final OpenLogs open;
  private final ZoneId zone;

  @Activate
  public FileLogs() {
    this(ZoneId.systemDefault(), LoggerFactory.getLogger(FileLogs.class));
  }

  FileLogs(ZoneId zone, Logger log) {
    this.open = new OpenLogs(log);
    this.zone = zone;
  }

  @Override
  public EventSink open(ServiceSpec service, Attribute logType) throws ConfigException {
    FileSetting setting = FileSetting.parse(service, logType);
    ServiceLines lines = ServiceLines.of(service);
    Timestamp timestamp = new Timestamp(zone);
    return open.sink(
        service,
        logType,
        setting,
        event ->
            lines.line(event).map(line -> timestamp.of(event.at()) + ": " + Printable.of(line)));
  }
}
