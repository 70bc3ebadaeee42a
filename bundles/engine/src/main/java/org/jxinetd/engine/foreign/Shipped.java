package org.jxinetd.engine.foreign;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * Which bundles are the distribution's own: those in its folder, and whatever was deployed in the
 * place of one of them under the same name. What a bundle calls itself does not matter otherwise.
 * Any thread.
 */
final class Shipped {

  private static final String REFERENCE = "reference:";

  private final BundleContext context;
  private final Optional<Path> folder;

  /**
   * @param folder where the distribution's bundles lie; without one, none is ours
   */
  Shipped(BundleContext context, Optional<Path> folder) {
    this.context = context;
    this.folder = folder;
  }

  boolean isOurs(Bundle bundle) {
    if (bundle.getBundleId() == 0 || lies(bundle)) {
      return true;
    }
    String name = bundle.getSymbolicName();
    for (Bundle other : context.getBundles()) {
      if (name != null && name.equals(other.getSymbolicName()) && lies(other)) {
        return true;
      }
    }
    return false;
  }

  private boolean lies(Bundle bundle) {
    String location = bundle.getLocation();
    String file =
        location.startsWith(REFERENCE) ? location.substring(REFERENCE.length()) : location;
    return folder.isPresent()
        && file.startsWith("file:")
        && folder.get().equals(Path.of(URI.create(file)).getParent());
  }
}
