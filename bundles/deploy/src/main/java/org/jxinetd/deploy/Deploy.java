package org.jxinetd.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.service.CodeInUse;
import org.jxinetd.api.service.DeployedFiles;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the folders that the launcher names, on a thread of its own, as long as the component is
 * active. Framework properties: {@value #FOLDERS} and {@value #CONFIGURATION_FOLDERS}, absolute
 * paths separated by commas; {@value #DRAIN_MINUTES}.
 */
@Component(
    immediate = true,
    service = {})
public final class Deploy {

  /** Folders for every kind of file. */
  static final String FOLDERS = "org.jxinetd.deploy";

  /** Folders from which configurations alone are taken. */
  static final String CONFIGURATION_FOLDERS = "org.jxinetd.deploy.cfg";

  /** How long a bundle that was replaced stays for the sessions that run its code. */
  static final String DRAIN_MINUTES = "org.jxinetd.deploy.drain";

  private static final Logger LOG = LoggerFactory.getLogger(Deploy.class);
  private static final long LOOK_MILLIS = 250;
  private static final long DEFAULT_DRAIN_MINUTES = 24 * 60;

  private final Map<String, DeployedFiles> receivers = new ConcurrentHashMap<>();
  private final CountDownLatch ending = new CountDownLatch(1);

  /** Begins with the first look. */
  @Activate
  public Deploy(
      BundleContext context, @Reference ConfigurationAdmin admin, @Reference CodeInUse code)
      throws IOException {
    List<Folder> folders = new ArrayList<>();
    paths(context, FOLDERS).forEach(path -> folders.add(new Folder(path, List.of())));
    paths(context, CONFIGURATION_FOLDERS)
        .forEach(
            path ->
                folders.add(new Folder(path, List.of(Configurations.CFG, Configurations.JSON))));
    if (folders.isEmpty()) {
      return;
    }
    Duration limit =
        Duration.ofMinutes(
            Optional.ofNullable(context.getProperty(DRAIN_MINUTES))
                .map(Long::parseLong)
                .orElse(DEFAULT_DRAIN_MINUTES));
    Drained drained = new Drained(code::users, limit, System::nanoTime);
    Deployment deployment =
        new Deployment(
            folders,
            new Settled(),
            new Staging(context.getDataFile("staging").toPath()),
            new Bundles(context, new Switching(context), drained),
            new Configurations(admin),
            new Receivers(),
            drained);
    Thread.ofPlatform().name("deploy").daemon().start(() -> run(deployment));
  }

  private static List<Path> paths(BundleContext context, String property) {
    String value = Optional.ofNullable(context.getProperty(property)).orElse("");
    List<Path> paths = new ArrayList<>();
    for (String one : value.split(",", -1)) {
      if (!one.isBlank()) {
        paths.add(Path.of(one.strip()));
      }
    }
    return paths;
  }

  private void run(Deployment deployment) {
    String trouble = "";
    try {
      do {
        try {
          deployment.look(Map.copyOf(receivers));
          trouble = "";
        } catch (IOException | RuntimeException e) {
          if (ending.getCount() > 0 && !trouble.equals(e.toString())) {
            trouble = e.toString(); // said once, tried again at the next look
            LOG.error("deployment: looking at the folders failed", e);
          }
        }
      } while (!ending.await(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The thread may be the one that calls this, when the bundle replaces itself: not waited for. */
  @Deactivate
  void close() {
    ending.countDown();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void addReceiver(DeployedFiles receiver, ServiceReference<DeployedFiles> reference) {
    if (reference.getProperty(DeployedFiles.EXTENSION) instanceof String ending) {
      receivers.put(ending, receiver);
    }
  }

  void removeReceiver(DeployedFiles receiver) {
    receivers.values().removeIf(known -> known == receiver);
  }
}
