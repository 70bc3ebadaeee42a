package org.jxinetd.engine.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Services of bundles by what stands for them here. Compares services by identity: what they
 * themselves say of equality is code of other people's. Any thread.
 */
public final class Guarded<T> {

  private record Entry<T>(T service, T guarded) {}

  private final List<Entry<T>> entries = new ArrayList<>();

  /**
   * A service came.
   *
   * @param guard stands for it; the service itself when there is none
   */
  public synchronized T enter(T service, Optional<T> guard) {
    T guarded = guard.orElse(service);
    entries.add(new Entry<>(service, guarded));
    return guarded;
  }

  /** A service goes; what stood for it. */
  @SuppressWarnings("ReferenceEquality") // that is what it is for
  public synchronized Optional<T> leave(T service) {
    for (Entry<T> entry : entries) {
      if (entry.service() == service) {
        entries.remove(entry);
        return Optional.of(entry.guarded());
      }
    }
    return Optional.empty();
  }
}
