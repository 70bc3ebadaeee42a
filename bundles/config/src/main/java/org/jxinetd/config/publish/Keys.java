package org.jxinetd.config.publish;

/** Keys of a configuration beside attribute names and those of the compiler's contract. */
final class Keys {

  static final String SOURCE = ".source";
  static final String SOURCE_FILE = "file";
  static final String ORDER = ".order";
  static final String LAST_GOOD = ".lastgood";
  static final String PROTOCOL_NUMBER = ".protocol_number";

  /** Singleton configuration that brackets a generation. */
  static final String GENERATION_PID = "org.jxinetd.generation";

  static final String STATE = "state";
  static final String NUMBER = "number";
  static final String PIDS = "pids";
  static final String OPEN = "open";
  static final String COMMITTED = "committed";
  static final String FAILED = "failed";

  private Keys() {}

  /** Whether a key is the name of an attribute. */
  static boolean isAttribute(String key) {
    return !key.startsWith(".")
        && !key.equals("service")
        && !key.startsWith("service.")
        && !key.startsWith("felix.");
  }
}
