package org.jxinetd.engine;

import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.jxinetd.api.service.ServiceCompiler;
import org.osgi.service.cm.ManagedServiceFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Takes the services from Config Admin. One factory for all of them: an SCR component for each
 * would make creation quadratic.
 */
@Component(property = "service.pid=" + ServiceCompiler.FACTORY_PID)
public final class ServiceConfigurations implements ManagedServiceFactory {

  private final Engine engine;

  @Activate
  public ServiceConfigurations(@Reference Engine engine) {
    this.engine = engine;
  }

  @Override
  public String getName() {
    return "xinetd services";
  }

  @Override
  public void updated(String pid, Dictionary<String, ?> properties) {
    Map<String, Object> copy = new HashMap<>();
    Collections.list(properties.keys()).forEach(key -> copy.put(key, properties.get(key)));
    engine.units().put(pid, copy);
  }

  @Override
  public void deleted(String pid) {
    engine.units().delete(pid);
  }
}
