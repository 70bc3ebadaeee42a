package org.jxinetd.itests.framework;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxinetd.itests.Conf;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** What a generic administration tool learns of a service. */
@Tag("ours")
class MetatypeIT {

  private static final String PID = "org.jxinetd.service";

  @RegisterExtension
  static final InsideFramework FRAMEWORK =
      new InsideFramework(Conf.entry("defaults", "instances = 5"));

  private static Map<String, AttributeDefinition> definitions() {
    Bundle config = FRAMEWORK.named("org.jxinetd.config");
    MetaTypeInformation information =
        FRAMEWORK.service(MetaTypeService.class).getMetaTypeInformation(config);
    assertTrue(Arrays.asList(information.getFactoryPids()).contains(PID));
    ObjectClassDefinition form = information.getObjectClassDefinition(PID, null);
    Map<String, AttributeDefinition> out = new HashMap<>();
    for (AttributeDefinition one : form.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
      out.put(one.getID(), one);
    }
    return out;
  }

  @Test
  void everyAttributeThatABundleOwnsIsInTheForm() {
    Map<String, AttributeDefinition> definitions = definitions();
    List<String> missing = new ArrayList<>();
    for (Bundle bundle : FRAMEWORK.installed()) {
      for (Capability c :
          bundle.adapt(BundleRevision.class).getDeclaredCapabilities("org.jxinetd.attribute")) {
        for (Object name : (Collection<?>) c.getAttributes().get("name")) {
          String text = name.toString();
          if (text.indexOf(':') < 0
              && !text.equals("interface")
              && !definitions.containsKey(text)) {
            missing.add(bundle.getSymbolicName() + " " + text);
          }
        }
      }
    }
    assertEquals(List.of(), missing);
  }

  @Test
  void attributesHaveTheirTypesOptionsAndHelp() {
    Map<String, AttributeDefinition> definitions = definitions();
    AttributeDefinition port = definitions.get("port");
    assertEquals(AttributeDefinition.INTEGER, port.getType());
    assertEquals("", port.validate("8021"));
    assertTrue(!port.validate("70000").isEmpty(), "out of range");
    AttributeDefinition wait = definitions.get("wait");
    assertArrayEquals(new String[] {"yes", "no"}, wait.getOptionValues());
    assertEquals(Integer.MAX_VALUE, definitions.get("only_from").getCardinality());
    assertArrayEquals(new String[] {"no"}, definitions.get("disable").getDefaultValue());
    for (AttributeDefinition one : definitions.values()) {
      assertTrue(one.getDescription().length() > 5, one.getID());
    }
  }
}
