package org.jxinetd.log.syslog;

import com.cloudbees.syslog.Facility;
import com.cloudbees.syslog.Severity;
import com.cloudbees.syslog.SyslogMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.ServiceLines;

/**
 * The lines of one service on their way to a syslog server of the network, RFC 5424: the
 * application is xinetd, the message id the kind of line (START, EXIT, FAIL).
 */
final class RemoteSink implements EventSink {

  private static final int LONGEST = 2_048;

  private final RemoteLog log;
  private final Priority priority;
  private final ServiceLines lines;
  private final String host;
  private final String pid;
  private final Runnable release;
  private boolean closed;

  RemoteSink(
      RemoteLog log,
      Priority priority,
      ServiceLines lines,
      String host,
      long pid,
      Runnable release) {
    this.log = log;
    this.priority = priority;
    this.lines = lines;
    this.host = host;
    this.pid = Long.toString(pid);
    this.release = release;
  }

  @Override
  public void write(List<Event> batch) throws IOException {
    List<SyslogMessage> messages = new ArrayList<>(batch.size());
    for (Event event : batch) {
      lines.line(event).ifPresent(line -> messages.add(message(event, line)));
    }
    log.send(messages);
  }

  private SyslogMessage message(Event event, String line) {
    String clean = MessageForm.printable(line, LONGEST);
    int colon = clean.indexOf(':');
    return new SyslogMessage()
        .withFacility(Facility.fromNumericalCode(priority.number() / 8))
        .withSeverity(Severity.fromNumericalCode(priority.number() % 8))
        .withTimestamp(Date.from(event.at()))
        .withHostname(host)
        .withAppName("xinetd")
        .withProcId(pid)
        .withMsgId(colon > 0 && colon <= 32 ? clean.substring(0, colon) : "EVENT")
        .withMsg(clean);
  }

  @Override
  public String destination() {
    return log.server().toString();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      release.run();
    }
  }
}
