package org.jxinetd.config.form;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jxinetd.api.service.ServiceCompiler;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeProvider;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * Describes the configurations of services to tools that know Metatype alone: every attribute of
 * the language and of the bundles that are installed, with type, options, default and help.
 */
@Component(
    service = MetaTypeProvider.class,
    property = MetaTypeProvider.METATYPE_FACTORY_PID + "=" + ServiceCompiler.FACTORY_PID)
public final class ServiceForm implements MetaTypeProvider {

  private static final String NAMESPACE = "org.jxinetd.attribute";

  private final BundleContext context;

  /** Asks the framework for what the bundles own, each time anew. */
  @Activate
  public ServiceForm(BundleContext context) {
    this.context = context;
  }

  @Override
  public ObjectClassDefinition getObjectClassDefinition(String id, String locale) {
    if (!id.equals(ServiceCompiler.FACTORY_PID)) {
      throw new IllegalArgumentException(id + " is not described here");
    }
    try {
      return new Form(Fields.of(Manual.read(), owned()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> owned() {
    Map<String, String> out = new TreeMap<>();
    for (Bundle bundle : context.getBundles()) {
      BundleRevision revision = bundle.adapt(BundleRevision.class);
      if (revision == null) {
        continue; // uninstalled meanwhile
      }
      for (Capability capability : revision.getDeclaredCapabilities(NAMESPACE)) {
        if (capability.getAttributes().get("name") instanceof Collection<?> names) {
          names.stream()
              .map(String::valueOf)
              .filter(name -> name.indexOf(':') < 0)
              .forEach(name -> out.put(name, bundle.getSymbolicName()));
        }
      }
    }
    return out;
  }

  /** There is one language. */
  @Override
  public String[] getLocales() {
    return null;
  }

  /** The form as a whole. */
  private record Form(List<Field> fields) implements ObjectClassDefinition {

    @Override
    public String getID() {
      return ServiceCompiler.FACTORY_PID;
    }

    @Override
    public String getName() {
      return "xinetd service";
    }

    @Override
    public String getDescription() {
      return "A service that jxinetd listens for; see xinetd.conf(5).";
    }

    /** Required are the name and {@code wait}: everything else may be derived or inherited. */
    @Override
    public AttributeDefinition[] getAttributeDefinitions(int filter) {
      return fields.stream()
          .filter(field -> filter == ALL || (filter == REQUIRED) == required(field))
          .toArray(AttributeDefinition[]::new);
    }

    private static boolean required(Field field) {
      return field.name().equals(ServiceCompiler.NAME_KEY) || field.name().equals("wait");
    }

    @Override
    public InputStream getIcon(int size) {
      return null;
    }
  }
}
