package org.jxinetd.shell.ssh;

import java.util.Base64;

/**
 * A key that may log in.
 *
 * @param encoded the key as it goes over the wire, in Base64: equal for equal keys
 * @param fingerprint {@code SHA256:...}, as ssh-keygen -l prints it
 * @param comment what stands behind the key; may be empty
 * @param line in its file, from 1
 */
record AuthorizedKey(
    String encoded, String fingerprint, String comment, int line, Restrictions restrictions) {

  static String encoded(byte[] wire) {
    return Base64.getEncoder().encodeToString(wire);
  }
}
