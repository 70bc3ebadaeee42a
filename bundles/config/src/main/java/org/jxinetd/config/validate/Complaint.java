package org.jxinetd.config.validate;

/** Receives what keeps the service that is being checked from starting. */
interface Complaint {

  /**
   * Takes one.
   *
   * @param fix a proposed remedy; empty for none
   */
  void error(String attribute, String message, String fix);

  default void error(String attribute, String message) {
    error(attribute, message, "");
  }
}
