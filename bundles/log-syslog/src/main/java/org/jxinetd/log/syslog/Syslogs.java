package org.jxinetd.log.syslog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.ServiceLines;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code log_type = SYSLOG facility [level] [server]} of xinetd.conf(5). A syslog daemon that is
 * absent stops no service: its lines are lost, which the server says, until it is there. Lines for
 * a server of the network wait for it, as long as there is room.
 */
@Component(immediate = true, property = SinkProvider.TYPE + "=SYSLOG")
public final class Syslogs implements SinkProvider {

  private static final Path STANDARD = Path.of("/dev/log");
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LogSocket socket;
  private final ZoneId zone;
  private final RemoteLogs remotes;

  @Activate
  public Syslogs() {
    this(STANDARD, PATIENCE, ZoneId.systemDefault(), LoggerFactory.getLogger(Syslogs.class));
  }

  Syslogs(Path path, Duration patience, ZoneId zone, Logger log) {
    this.remotes = new RemoteLogs(log);
    this.socket = new LogSocket(path, patience);
    this.zone = zone;
  }

  @Override
  public EventSink open(ServiceSpec service, Attribute logType) throws ConfigException {
    List<String> words = logType.words();
    boolean remote = words.size() > 2 && words.getLast().contains("://");
    Priority priority =
        Priority.parse(service, logType, remote ? words.subList(0, words.size() - 1) : words);
    long pid = ProcessHandle.current().pid();
    ServiceLines lines = ServiceLines.of(service);
    if (!remote) {
      return new SyslogSink(socket, lines, new MessageForm(priority, pid, zone));
    }
    Server server = Server.parse(service, logType, words.getLast());
    try {
      RemoteLog remoteLog = remotes.join(server);
      return new RemoteSink(
          remoteLog, priority, lines, hostName(), pid, () -> remotes.leave(remoteLog));
    } catch (IOException e) {
      throw ConfigException.in(service, logType, server + ": " + e.getMessage());
    }
  }

  /** From the kernel: asking for the address of the local host may ask a name server. */
  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "-";
    }
  }

  /**
   * A bundle that is replaced has sinks in use, by sessions that began before: the ways to their
   * servers end with the last of them. At the end of the process nobody waits for that.
   */
  @Deactivate
  void deactivate(BundleContext context) {
    close(context.getBundle(0).getState() == Bundle.STOPPING);
  }

  void close(boolean processEnds) {
    socket.close();
    if (processEnds) {
      remotes.end();
    }
  }
}
