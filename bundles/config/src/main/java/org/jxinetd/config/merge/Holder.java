package org.jxinetd.config.merge;

/**
 * Whose lines are being read.
 *
 * @param name as in messages
 * @param consequence of an unusable line
 */
record Holder(boolean isDefaults, String name, String consequence) {

  static Holder defaults() {
    return new Holder(true, "(defaults)", "the line has no effect");
  }

  static Holder service(String id) {
    return new Holder(false, id, "service " + id + " not started");
  }
}
