package org.jxinetd.api.access;

import java.util.Map;

/**
 * What a passing rule wants changed in the server it lets start.
 *
 * @param environment variables to set, over those of the service
 */
public record SpawnChanges(Map<String, String> environment) {

  /** Nothing is changed. */
  public static final SpawnChanges NONE = new SpawnChanges(Map.of());

  public SpawnChanges {
    environment = Map.copyOf(environment);
  }

  /** Both changes; those of {@code later} win. */
  public SpawnChanges and(SpawnChanges later) {
    if (later.environment.isEmpty()) {
      return this;
    }
    if (environment.isEmpty()) {
      return later;
    }
    Map<String, String> both = new java.util.HashMap<>(environment);
    both.putAll(later.environment);
    return new SpawnChanges(both);
  }
}
