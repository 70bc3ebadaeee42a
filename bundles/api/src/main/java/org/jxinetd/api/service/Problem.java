package org.jxinetd.api.service;

import java.util.Objects;

/**
 * Something wrong with the configuration, said so that the reader can mend it.
 *
 * @param severity whether something does not run because of it
 * @param origin file and line, or PID
 * @param attribute attribute or keyword concerned; empty when there is none
 * @param message what is wrong, a clause without a full stop
 * @param consequence what follows from it, such as {@code service ftp not started}; empty for none
 * @param fix a proposed remedy; empty for none
 */
public record Problem(
    Severity severity,
    Origin origin,
    String attribute,
    String message,
    String consequence,
    String fix) {

  /** How bad it is. */
  public enum Severity {
    /** Something configured does not run. */
    ERROR,
    /** It runs, but probably not as meant. */
    WARNING,
    /** Worth knowing. */
    INFO
  }

  public Problem {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(attribute, "attribute");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(consequence, "consequence");
    Objects.requireNonNull(fix, "fix");
  }

  public static Problem error(Origin origin, String attribute, String message, String consequence) {
    return new Problem(Severity.ERROR, origin, attribute, message, consequence, "");
  }

  public static Problem warning(
      Origin origin, String attribute, String message, String consequence) {
    return new Problem(Severity.WARNING, origin, attribute, message, consequence, "");
  }

  public Problem withFix(String proposedFix) {
    return new Problem(severity, origin, attribute, message, consequence, proposedFix);
  }

  /** One line: {@code FILE:LINE: attribute: message; consequence}. The severity is left out. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    if (!origin.source().isEmpty()) {
      out.append(origin).append(": ");
    }
    if (!attribute.isEmpty()) {
      out.append(attribute).append(": ");
    }
    out.append(message);
    if (!consequence.isEmpty()) {
      out.append("; ").append(consequence);
    }
    return out.toString();
  }
}
