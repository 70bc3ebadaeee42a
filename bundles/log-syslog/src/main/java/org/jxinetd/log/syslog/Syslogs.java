package org.jxinetd.log.syslog;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.ServiceLines;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * {@code log_type = SYSLOG facility [level]} of xinetd.conf(5). A syslog daemon that is absent
 * stops no service: its lines are lost, which the server says, until it is there.
 */
@Component(immediate = true, property = SinkProvider.TYPE + "=SYSLOG")
public final class Syslogs implements SinkProvider {

  private static final Path STANDARD = Path.of("/dev/log");
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LogSocket socket;
  private final ZoneId zone;

  @Activate
  public Syslogs() {
    this(STANDARD, PATIENCE, ZoneId.systemDefault());
  }

  Syslogs(Path path, Duration patience, ZoneId zone) {
    this.socket = new LogSocket(path, patience);
    this.zone = zone;
  }

  @Override
  public EventSink open(ServiceSpec service, Attribute logType) throws ConfigException {
    Priority priority = Priority.parse(service, logType);
    long pid = ProcessHandle.current().pid();
    return new SyslogSink(socket, ServiceLines.of(service), new MessageForm(priority, pid, zone));
  }

  @Deactivate
  public void close() {
    socket.close();
  }
}
