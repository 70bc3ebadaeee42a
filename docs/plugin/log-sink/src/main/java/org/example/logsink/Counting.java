package org.example.logsink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.osgi.service.component.annotations.Component;

/** {@code log_type = COUNT /var/log/counts}: keeps the number of events of each kind in a file. */
@Component(property = SinkProvider.TYPE + "=COUNT")
public final class Counting implements SinkProvider {

  @Override
  public EventSink open(ServiceSpec service, Attribute logType) throws ConfigException {
    List<String> words = logType.words();
    if (words.size() != 2 || !words.get(1).startsWith("/")) {
      throw ConfigException.in(service, logType, "COUNT needs the absolute path of a file");
    }
    return new Counts(Path.of(words.get(1)));
  }

  /** Used by one thread at a time. */
  private static final class Counts implements EventSink {
    private final Path file;
    private final Map<String, Long> counts = new TreeMap<>();

    Counts(Path file) {
      this.file = file;
    }

    @Override
    public void write(List<Event> batch) throws IOException {
      for (Event event : batch) { // new kinds may come at any time: none is unknown here
        counts.merge(event.getClass().getSimpleName(), 1L, Long::sum);
      }
      Files.writeString(file, counts + "\n");
    }

    @Override
    public void close() {
      // nothing is open between batches
    }
  }
}
