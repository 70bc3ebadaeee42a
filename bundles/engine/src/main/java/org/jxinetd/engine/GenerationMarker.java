package org.jxinetd.engine;

import java.util.Arrays;
import java.util.Dictionary;
import java.util.List;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Takes the brackets around a generation of services: {@code state=open} before the first change,
 * {@code state=committed} with the PIDs of all its services behind the last one. Config Admin
 * delivers them in order with the services.
 */
@Component(property = "service.pid=" + GenerationMarker.PID)
public final class GenerationMarker implements ManagedService {

  static final String PID = "org.jxinetd.generation";

  private final Engine engine;

  /** Behind the factory, so that services are delivered before their generation's end. */
  @Activate
  public GenerationMarker(@Reference Engine engine) {
    this.engine = engine;
  }

  @Override
  public void updated(Dictionary<String, ?> properties) {
    if (properties == null) {
      engine.units().noGeneration();
      return;
    }
    if ("open".equals(properties.get("state"))) {
      engine.units().generationOpened();
      return;
    }
    if ("failed".equals(properties.get("state"))) {
      engine.units().unreadable(String.valueOf(properties.get("problem")));
      return;
    }
    long number = properties.get("number") instanceof Number n ? n.longValue() : 0;
    List<String> pids =
        properties.get("pids") instanceof String[] names ? Arrays.asList(names) : List.of();
    engine.units().generationCommitted(number, pids);
  }
}
