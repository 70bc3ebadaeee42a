package org.jxinetd.itests.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxinetd.itests.Await;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The assembled bundles fit together. */
@Tag("ours")
class ComponentsIT {
  @RegisterExtension
  static final InsideFramework FRAMEWORK = new InsideFramework("defaults\n{\n}\n");

  @Test
  void startsEveryBundle() {
    for (Bundle bundle : FRAMEWORK.installed()) {
      boolean fragment = bundle.getHeaders("").get("Fragment-Host") != null;
      assertEquals(
          fragment ? Bundle.RESOLVED : Bundle.ACTIVE, bundle.getState(), bundle.getSymbolicName());
    }
    for (String name :
        List.of(
            "config",
            "engine",
            "access.ip",
            "handler.exec",
            "services.inet",
            "log.file",
            "shell")) {
      assertTrue(FRAMEWORK.named("org.jxinetd." + name).getBundleId() > 0);
    }
  }

  @Test
  void satisfiesEveryComponent() throws Exception {
    ServiceComponentRuntime runtime = FRAMEWORK.service(ServiceComponentRuntime.class);
    Collection<ComponentDescriptionDTO> all =
        runtime.getComponentDescriptionDTOs().stream()
            .filter(c -> c.bundle.symbolicName.startsWith("org.jxinetd."))
            .filter(c -> !c.configurationPolicy.equals("require")) // off until configured
            .toList();
    assertFalse(all.isEmpty());
    Await.until("no component is unsatisfied", () -> unsatisfied(runtime, all).isEmpty());
  }

  private static List<String> unsatisfied(
      ServiceComponentRuntime runtime, Collection<ComponentDescriptionDTO> all) {
    List<String> names = new ArrayList<>();
    for (ComponentDescriptionDTO component : all) {
      Collection<ComponentConfigurationDTO> live = runtime.getComponentConfigurationDTOs(component);
      boolean good =
          !live.isEmpty()
              && live.stream()
                  .allMatch(
                      c ->
                          c.state == ComponentConfigurationDTO.ACTIVE
                              || c.state == ComponentConfigurationDTO.SATISFIED);
      if (!good) {
        names.add(component.name);
      }
    }
    return names;
  }
}
