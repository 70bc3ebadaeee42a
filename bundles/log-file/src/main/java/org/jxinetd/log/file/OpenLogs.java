package org.jxinetd.log.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.slf4j.Logger;

/** Which files are open; a file is closed with the last sink that writes to it. Many threads. */
final class OpenLogs {

  private final Map<Path, SharedLog> open = new HashMap<>();
  private final Logger log;

  OpenLogs(Logger log) {
    this.log = log;
  }

  /** Opens the file of a service, or joins those who write to it already. */
  EventSink sink(ServiceSpec service, Attribute logType, FileSetting setting, LineForm form)
      throws ConfigException {
    try {
      SharedLog shared = join(setting);
      return new FileSink(shared, form, () -> leave(setting, shared));
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
      shared = new SharedLog(setting.path(), OpenFile::open, log);
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
