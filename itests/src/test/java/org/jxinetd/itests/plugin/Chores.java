package org.jxinetd.itests.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * What an administrator does by hand, many times: the manifest's header {@code Chore} says what.
 * {@code change PORT TIMES} changes a service by Config Admin; {@code toggle BUNDLE TIMES} stops
 * and starts a bundle. In the end the file of the header {@code Chore-Done} exists.
 */
public final class Chores implements BundleActivator {
  private static final long PAUSE_MILLIS = 20;

  @Override
  public void start(BundleContext context) {
    String[] chore = context.getBundle().getHeaders("").get("Chore").split(" ");
    Path done = Path.of(context.getBundle().getHeaders("").get("Chore-Done"));
    int times = Integer.parseInt(chore[2]);
    Thread.ofPlatform()
        .name("chores")
        .start(
            () -> {
              try {
                for (int i = 0; i < times; i++) {
                  if (chore[0].equals("change")) {
                    change(context, chore[1], i);
                  } else {
                    toggle(context, chore[1]);
                  }
                  Thread.sleep(PAUSE_MILLIS);
                }
                Files.writeString(done, "done");
              } catch (IOException | BundleException e) {
                throw new UncheckedIOException(new IOException(e));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @SuppressWarnings("JdkObsolete") // the only public Dictionary
  private static void change(BundleContext context, String port, int i) throws IOException {
    ServiceReference<ConfigurationAdmin> reference =
        context.getServiceReference(ConfigurationAdmin.class);
    Configuration configuration =
        context
            .getService(reference)
            .getFactoryConfiguration("org.jxinetd.service", "changed", "?");
    Dictionary<String, Object> properties = new Hashtable<>();
    properties.put("service", "echo");
    properties.put("id", "changed");
    properties.put("type", new String[] {"INTERNAL", "UNLISTED"});
    properties.put("socket_type", "stream");
    properties.put("protocol", "tcp");
    properties.put("wait", "no");
    properties.put("flags", "IPv4");
    properties.put("port", port);
    properties.put("cps", "100000 1");
    properties.put("instances", Integer.toString(1000 + i));
    configuration.update(properties);
  }

  private static void toggle(BundleContext context, String name) throws BundleException {
    for (Bundle bundle : context.getBundles()) {
      if (bundle.getSymbolicName().equals(name) && bundle.getState() == Bundle.ACTIVE) {
        bundle.stop();
        bundle.start();
      }
    }
  }

  @Override
  public void stop(BundleContext context) {
    // what runs ends by itself
  }
}
