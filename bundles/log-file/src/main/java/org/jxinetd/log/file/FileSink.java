package org.jxinetd.log.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.LinesLost;

/** The lines of one service on their way into a file that others may share. */
final class FileSink implements EventSink {

  /** Gives a service's share of a file back. */
  interface Release {
    void run() throws IOException;
  }

  private final SharedLog log;
  private final LineForm form;
  private final Release release;
  private boolean closed;

  FileSink(SharedLog log, LineForm form, Release release) {
    this.log = log;
    this.form = form;
    this.release = release;
  }

  @Override
  public void write(List<Event> batch) throws IOException {
    if (closed) {
      throw new IOException("the log is closed");
    }
    List<byte[]> out = new ArrayList<>(batch.size());
    for (Event event : batch) {
      form.of(event).ifPresent(line -> out.add((line + "\n").getBytes(StandardCharsets.UTF_8)));
    }
    if (!out.isEmpty()) {
      log.append(out);
    } else if (log.failing()) {
      // nothing to write is no proof that writing works again
      throw new LinesLost(log.path() + ": the last line could not be written", 0, null);
    }
  }

  @Override
  public String destination() {
    return log.path().toString();
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      release.run();
    }
  }
}
