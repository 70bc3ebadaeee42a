package org.jxinetd.config.language;

/** How a service comes to a value of {@code defaults}. */
public enum Inheritance {
  /** Not at all. */
  NONE,
  /** The service starts from a copy, which its own lines replace, extend or cut down. */
  COPY,
  /** The value counts when the service has none of its own. */
  FILL
}
