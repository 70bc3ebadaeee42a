package org.jxinetd.log.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.ServiceLines;
import org.jxinetd.api.log.Timestamp;

/** The lines of one service on their way into a file that others may share. */
final class FileSink implements EventSink {

  /** Gives a service's share of a file back. */
  interface Release {
    void run() throws IOException;
  }

  private final SharedLog log;
  private final ServiceLines lines;
  private final Timestamp timestamp;
  private final Release release;
  private boolean closed;

  FileSink(SharedLog log, ServiceLines lines, Timestamp timestamp, Release release) {
    this.log = log;
    this.lines = lines;
    this.timestamp = timestamp;
    this.release = release;
  }

  @Override
  public void write(List<Event> batch) throws IOException {
    if (closed) {
      throw new IOException("the log is closed");
    }
    List<byte[]> out = new ArrayList<>(batch.size());
    for (Event event : batch) {
      Optional<String> line = lines.line(event);
      if (line.isPresent()) {
        String text = timestamp.of(event.at()) + ": " + Printable.of(line.get()) + "\n";
        out.add(text.getBytes(StandardCharsets.UTF_8));
      }
    }
    if (!out.isEmpty()) {
      log.append(out);
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      release.run();
    }
  }
}
