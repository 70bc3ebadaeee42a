package org.jxinetd.engine;

import org.jxinetd.api.service.Inspection;
import org.jxinetd.api.service.SuperServer;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Shows the engine to others when it is up, and not before: some of those who ask for the server
 * provide something to it as well, and would be wanted by an engine that is still being made.
 */
@Component(
    immediate = true,
    service = {})
public final class Publication {

  private final ServiceRegistration<?> registration;

  /** From now on there is a server. */
  @Activate
  public Publication(BundleContext context, @Reference Engine engine) {
    String[] names = {SuperServer.class.getName(), Inspection.class.getName()};
    registration = context.registerService(names, engine, null);
  }

  /** The engine is about to go. */
  @Deactivate
  public void withdraw() {
    registration.unregister();
  }
}
