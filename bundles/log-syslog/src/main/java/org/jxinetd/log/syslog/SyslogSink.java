package org.jxinetd.log.syslog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.ServiceLines;

/** The lines of one service on their way to the syslog daemon. */
record SyslogSink(LogSocket socket, ServiceLines lines, MessageForm form) implements EventSink {

  @Override
  public void write(List<Event> batch) throws IOException {
    List<byte[]> messages = new ArrayList<>(batch.size());
    for (Event event : batch) {
      lines.line(event).ifPresent(line -> messages.add(form.of(event.at(), line)));
    }
    socket.send(messages);
  }

  @Override
  public String destination() {
    return socket.path().toString();
  }

  /** The connection is everybody's: it ends with the bundle. */
  @Override
  public void close() {}
}
