package org.jxinetd.config.language;

/** Where an attribute may stand. */
public enum Scope {
  SERVICE,
  DEFAULTS,
  BOTH;

  public boolean inService() {
    return this != DEFAULTS;
  }

  public boolean inDefaults() {
    return this != SERVICE;
  }
}
