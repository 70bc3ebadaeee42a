package org.jxinetd.host.start;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.ConfigurationText;
import org.jxinetd.api.service.Inspection;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.host.Lifecycle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What signals and timers have done by the bundles. For one thread at a time. */
final class Orders {

  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

  /** How long a soft reconfiguration may take until it counts as hard. */
  private static final Duration SOFT_LIMIT = Duration.ofMinutes(1);

  private final BundleContext context;
  private final Lifecycle lifecycle;
  private final DumpFile dumps;
  private final StateDump.Settings settings;

  Orders(BundleContext context, Lifecycle lifecycle, DumpFile dumps, StateDump.Settings settings) {
    this.context = context;
    this.lifecycle = lifecycle;
    this.dumps = dumps;
    this.settings = settings;
  }

  /** The service of a type; a bundle that has gone takes it away. */
  <T> Optional<T> find(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    return Optional.ofNullable(reference == null ? null : context.getService(reference));
  }

  /**
   * Reads the configuration again.
   *
   * @param softly whether servers of dropped services go on
   */
  void reload(boolean softly) {
    Optional<Reloader> reloader = find(Reloader.class);
    if (reloader.isEmpty()) {
      LOG.warn("reconfiguration failed: no front end for configuration files is running");
      return;
    }
    lifecycle.sparing(softly);
    try {
      Reloader.Report report = reloader.get().reload(false);
      Optional<SuperServer> server = find(SuperServer.class);
      if (softly && report.generation() > 0 && server.isPresent()) {
        boolean inForce = server.get().awaitGeneration(report.generation(), SOFT_LIMIT);
        if (!inForce) {
          LOG.warn("the configuration is not in force within {} s", SOFT_LIMIT.toSeconds());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon ends
    } finally {
      lifecycle.sparing(false);
    }
  }

  /** Appends the state to the dump file. */
  void dump() {
    Optional<SuperServer> server = find(SuperServer.class);
    Optional<Inspection> inspection = find(Inspection.class);
    Optional<ConfigurationText> text = find(ConfigurationText.class);
    if (server.isEmpty() || inspection.isEmpty() || text.isEmpty()) {
      LOG.error("no state dump: the engine or the front end is not running");
      return;
    }
    try {
      StateDump dump = new StateDump(server.get(), inspection.get(), text.get(), settings);
      dumps.append(dump.text(Instant.now()));
      LOG.info("generated state dump in file {}", dumps.path());
    } catch (IOException e) {
      LOG.error("failed to open {}: {}", dumps.path(), e.getMessage());
    }
  }

  /**
   * Checks whether the engine's view is consistent.
   *
   * @param always whether a check without findings is worth a message
   */
  void check(boolean always) {
    Optional<Inspection> inspection = find(Inspection.class);
    if (inspection.isEmpty()) {
      LOG.warn("no consistency check: the engine is not running");
      return;
    }
    try {
      List<String> found = inspection.get().inconsistencies();
      found.forEach(one -> LOG.error("{}", one));
      if (!found.isEmpty()) {
        LOG.warn("Consistency check detected {} errors", found.size());
      } else if (always) {
        LOG.info("Consistency check passed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the daemon ends
    }
  }
}
