package org.jxinetd.log.file;

import java.util.List;
import java.util.Optional;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code log_type = JSON FILE path [soft [hard]]}, ours: every event of the service as one JSON
 * object a line, whatever log_on_success and log_on_failure ask for.
 */
@Component(immediate = true, property = SinkProvider.TYPE + "=JSON")
public final class JsonLogs implements SinkProvider {

  private final OpenLogs open;

  @Activate
  public JsonLogs() {
    this(LoggerFactory.getLogger(JsonLogs.class));
  }

  JsonLogs(Logger log) {
    this.open = new OpenLogs(log);
  }

  @Override
  public EventSink open(ServiceSpec service, Attribute logType) throws ConfigException {
    List<Token> words = logType.values();
    if (words.size() < 3 || !words.get(1).text().equalsIgnoreCase("FILE")) {
      throw ConfigException.in(
          service, logType, "wrong arguments; expected JSON FILE path [soft [hard]]");
    }
    Attribute file =
        new Attribute(logType.name(), words.subList(1, words.size()), logType.origin());
    FileSetting setting = FileSetting.parse(service, file);
    return open.sink(service, logType, setting, event -> Optional.of(JsonLine.of(event)));
  }
}
