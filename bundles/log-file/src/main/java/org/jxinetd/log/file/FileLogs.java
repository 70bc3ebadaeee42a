package org.jxinetd.log.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
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
 * {@code log_type = FILE path [soft [hard]]} of xinetd.conf(5). Knows which files are open; a file
 * is closed with the last sink that writes to it. Immediate, because a delayed component would
 * forget them whenever nobody holds the service for a moment.
 */
@Component(immediate = true, property = SinkProvider.TYPE + "=FILE")
public final class FileLogs implements SinkProvider {

  private final Map<Path, SharedLog> open = new HashMap<>();
  private final ZoneId zone;
  private final LongSupplier nanoTime;
  private final Logger log;

  @Activate
  public FileLogs() {
    this(ZoneId.systemDefault(), System::nanoTime, LoggerFactory.getLogger(FileLogs.class));
  }

  FileLogs(ZoneId zone, LongSupplier nanoTime, Logger log) {
    this.zone = zone;
    this.nanoTime = nanoTime;
    this.log = log;
  }

  @Override
  public EventSink open(ServiceSpec service, Attribute logType) throws ConfigException {
    FileSetting setting = FileSetting.parse(service, logType);
    try {
      SharedLog shared = join(setting);
      return new FileSink(
          shared, ServiceLines.of(service), new Timestamp(zone), () -> leave(setting, shared));
    } catch (IOException failure) {
      throw ConfigException.in(
          service,
          logType,
          "creation of "
              + service.id()
              + " log failed: "
              + setting.path()
              + ": "
              + Trouble.text(failure));
    }
  }

  private synchronized SharedLog join(FileSetting setting) throws IOException {
    SharedLog shared = open.get(setting.path());
    if (shared == null) {
      shared = new SharedLog(setting.path(), OpenFile::open, nanoTime, log);
    }
    try {
      shared.join(setting.limit());
    } catch (IOException failure) {
      shared.abandon();
      throw failure;
    }
    open.put(setting.path(), shared);
    return shared;
  }

  private synchronized void leave(FileSetting setting, SharedLog shared) throws IOException {
    if (shared.leave(setting.limit())) {
      open.remove(setting.path(), shared);
    }
  }
}
