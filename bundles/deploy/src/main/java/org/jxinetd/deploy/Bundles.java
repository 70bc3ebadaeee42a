package org.jxinetd.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;

/**
 * The bundles of the folder. Of those with one symbolic name the highest version runs, in place of
 * what the distribution ships under that name; when the last one is removed, the shipped one comes
 * back.
 *
 * <p>A new version is a bundle of its own beside the old one, which is stopped but stays until
 * nobody runs its code any more. So sessions end on the code that they began with, and a version
 * that does not start leaves the old one where it was. Belongs to the deploy thread.
 */
final class Bundles {

  /** Locations of bundles from the folder: this, the file, the stamp, a number. */
  private static final String PREFIX = "deploy:";

  private static final char SEPARATOR = '|';

  private record Candidate(Path file, Stamp stamp, Bundle bundle) {
    String name() {
      return bundle.getSymbolicName();
    }
  }

  private final BundleContext context;
  private final Switching switching;
  private final Turnover turnover;
  private final Drained drained;
  private final Map<Path, Candidate> candidates = new TreeMap<>();
  private final Map<Long, Candidate> leaving = new TreeMap<>();
  private final Map<String, Turnover.Update> updates =
      new TreeMap<>(); // of singletons, by their names
  private long number;

  Bundles(BundleContext context, Switching switching, Drained drained) {
    this.context = context;
    this.switching = switching;
    this.turnover = new Turnover(switching);
    this.drained = drained;
    recover();
  }

  /** Finds what an earlier incarnation of this bundle has installed. */
  private void recover() {
    for (Bundle bundle : context.getBundles()) {
      if (!isDeployed(bundle)) {
        continue;
      }
      String[] parts = bundle.getLocation().substring(PREFIX.length()).split("\\|");
      if (parts.length != 3) {
        continue;
      }
      number = Math.max(number, Long.parseLong(parts[2]));
      Path file = Path.of(parts[0]);
      Candidate known = candidates.get(file);
      if (known == null || known.bundle().getBundleId() < bundle.getBundleId()) {
        candidates.put(file, new Candidate(file, new Stamp(parts[1], 0), bundle));
      }
    }
    for (Bundle bundle : context.getBundles()) {
      if (isDeployed(bundle)
          && candidates.values().stream().noneMatch(c -> c.bundle().equals(bundle))) {
        drained.add(bundle);
      }
    }
  }

  private static boolean isDeployed(Bundle bundle) {
    return bundle.getLocation().startsWith(PREFIX);
  }

  /** What is known already, so that it is not taken again. */
  Map<Path, Stamp> known() {
    Map<Path, Stamp> known = new HashMap<>();
    candidates.values().forEach(c -> known.put(c.file(), c.stamp()));
    return known;
  }

  /**
   * Installs a file; {@link #settle} starts it.
   *
   * @param copy of the file
   */
  void put(Path file, Stamp stamp, Path copy) throws NotWholeException, IOException {
    Jar jar = Jar.read(copy);
    if (jar.name().isEmpty()) {
      throw new NotWholeException("it is no bundle: its manifest has no Bundle-SymbolicName");
    }
    int ours = Runtime.version().feature();
    if (Jar.release(jar.classVersion()) > ours) {
      throw new NotWholeException(
          "it needs Java "
              + Jar.release(jar.classVersion())
              + " (class "
              + jar.newestClass()
              + " has version "
              + jar.classVersion()
              + "); this is Java "
              + ours);
    }
    Optional<Bundle> before = jar.singleton() ? installed(jar.name()) : Optional.empty();
    if (before.isPresent() && isForeign(jar.name())) {
      updates.put(jar.name(), new Turnover.Update(before.get(), Files.readAllBytes(copy), file));
      replace(file, new Candidate(file, stamp, before.get()));
      return;
    }
    try (InputStream in = Files.newInputStream(copy)) {
      if (before.isPresent()) {
        switching.update(before.get(), in, file);
        replace(file, new Candidate(file, stamp, before.get()));
      } else {
        String location = PREFIX + file + SEPARATOR + stamp.text() + SEPARATOR + ++number;
        replace(file, new Candidate(file, stamp, context.installBundle(location, in)));
      }
    } catch (BundleException e) {
      throw new NotWholeException(e.getMessage());
    }
  }

  private void replace(Path file, Candidate next) {
    Candidate before = candidates.put(file, next);
    if (before != null && !before.bundle().equals(next.bundle())) {
      retire(before);
    }
  }

  void remove(Path file) {
    Candidate before = candidates.remove(file);
    if (before != null) {
      retire(before);
    }
  }

  /** A bundle that no file stands for any more; it goes on until another one takes its place. */
  private void retire(Candidate candidate) {
    turnover.forget(candidate.bundle());
    leaving.put(candidate.bundle().getBundleId(), candidate);
  }

  /** Brings the right bundle of each name into force. */
  void settle() {
    Set<String> names = new TreeSet<>();
    candidates.values().forEach(c -> names.add(c.name()));
    leaving.values().forEach(c -> names.add(c.name()));
    names.addAll(turnover.busy());
    for (String name : names) {
      settle(name);
    }
  }

  private void settle(String name) {
    if (turnover.isBusy(name)) {
      return;
    }
    Turnover.Update update = updates.remove(name);
    if (update != null) {
      turnover.update(update);
      return;
    }
    Optional<Candidate> best =
        candidates.values().stream()
            .filter(c -> c.name().equals(name))
            .filter(c -> !turnover.failed(c.bundle()))
            .max(Comparator.comparing((Candidate c) -> c.bundle().getVersion()));
    Optional<Bundle> target = best.map(Candidate::bundle).or(() -> shipped(name));
    Optional<Bundle> current = running(name);
    if (target.equals(current)) {
      release(name);
    } else if (target.isPresent()) {
      String from = best.map(c -> c.file() + ": ").orElse("");
      turnover.start(from, isForeign(name), target.get(), current, () -> release(name));
    } else {
      turnover.remove(isForeign(name), current.get(), () -> release(name));
    }
  }

  /** Nobody new is served by those that left. */
  private void release(String name) {
    for (Candidate old : List.copyOf(leaving.values())) {
      if (old.name().equals(name) && !running(name).equals(Optional.of(old.bundle()))) {
        leaving.remove(old.bundle().getBundleId());
        drained.add(old.bundle());
      }
    }
  }

  private boolean isForeign(String name) {
    return shipped(name).isEmpty();
  }

  private Optional<Bundle> shipped(String name) {
    return named(name).stream().filter(b -> !isDeployed(b)).findFirst();
  }

  private Optional<Bundle> installed(String name) {
    return running(name).or(() -> shipped(name));
  }

  private Optional<Bundle> running(String name) {
    return named(name).stream()
        .filter(b -> !turnover.stuck(b))
        .filter(
            b ->
                b.getState() == Bundle.ACTIVE
                    || b.getState() == Bundle.STARTING
                    || (isFragment(b) && b.getState() == Bundle.RESOLVED))
        .findFirst();
  }

  static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
  }

  private List<Bundle> named(String name) {
    List<Bundle> named = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      if (name.equals(bundle.getSymbolicName())) {
        named.add(bundle);
      }
    }
    return named;
  }
}
