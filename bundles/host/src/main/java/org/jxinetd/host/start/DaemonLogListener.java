package org.jxinetd.host.start;

import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what the framework and its services log through the OSGi log service, warnings and worse,
 * into the daemon log.
 */
final class DaemonLogListener extends ServiceTracker<LogReaderService, LogReaderService> {

  private static final Logger LOG = LoggerFactory.getLogger("framework");

  private DaemonLogListener(BundleContext context) {
    super(context, LogReaderService.class, null);
  }

  static void follow(BundleContext context) {
    new DaemonLogListener(context).open();
    context.addFrameworkListener(DaemonLogListener::event);
  }

  @Override
  public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
    LogReaderService reader = super.addingService(reference);
    if (reader != null) {
      reader.addLogListener(DaemonLogListener::write);
    }
    return reader;
  }

  private static void write(LogEntry entry) {
    String bundle = entry.getBundle() == null ? "framework" : entry.getBundle().getSymbolicName();
    if (entry.getLogLevel() == LogLevel.ERROR) {
      LOG.error("{}: {}", bundle, entry.getMessage(), entry.getException());
    } else if (entry.getLogLevel() == LogLevel.WARN) {
      LOG.warn("{}: {}", bundle, entry.getMessage(), entry.getException());
    }
  }

  private static void event(FrameworkEvent event) {
    if (event.getType() == FrameworkEvent.ERROR) {
      LOG.error("{}", event.getBundle().getSymbolicName(), event.getThrowable());
    }
  }
}
