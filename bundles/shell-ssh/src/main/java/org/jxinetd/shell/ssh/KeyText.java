package org.jxinetd.shell.ssh;

import java.io.IOException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/** A public key as text: type, Base64, comment. */
final class KeyText {

  /** Types of keys that are taken. */
  static final List<String> TYPES =
      List.of(
          "ssh-ed25519",
          "ecdsa-sha2-nistp256",
          "ecdsa-sha2-nistp384",
          "ecdsa-sha2-nistp521",
          "ssh-rsa");

  private static final int RSA_LEAST_BITS = 2048;
  private static final int RSA_MOST_BITS = 16_384;

  private KeyText() {}

  static boolean startsWithType(String text) {
    return TYPES.stream()
        .anyMatch(
            type ->
                text.startsWith(type)
                    && (text.length() == type.length()
                        || Character.isWhitespace(text.charAt(type.length()))));
  }

  static AuthorizedKey key(String text, int line, Restrictions restrictions)
      throws RefusedLineException {
    String[] parts = text.split("\\s+", 3);
    if (parts.length < 2) {
      throw new RefusedLineException("the key is missing behind its type");
    }
    byte[] wire;
    try {
      wire = Base64.getDecoder().decode(parts[1]);
    } catch (IllegalArgumentException notBase64) {
      throw new RefusedLineException("the key is not in Base64, or cut off", notBase64);
    }
    PublicKey key = decode(parts[0], wire);
    return new AuthorizedKey(
        AuthorizedKey.encoded(wire),
        KeyUtils.getFingerPrint(key),
        parts.length > 2 ? parts[2].strip() : "",
        line,
        restrictions);
  }

  private static PublicKey decode(String type, byte[] wire) throws RefusedLineException {
    PublicKey key;
    Buffer buffer = new ByteArrayBuffer(wire);
    try {
      key = buffer.getRawPublicKey();
    } catch (IOException | RuntimeException malformed) {
      throw new RefusedLineException("the key is malformed", malformed);
    }
    if (buffer.available() > 0) {
      throw new RefusedLineException("something stands behind the end of the key");
    }
    if (!type.equals(KeyUtils.getKeyType(key))) {
      throw new RefusedLineException("the key is of another type than the line says");
    }
    if (key instanceof RSAPublicKey rsa) {
      int bits = rsa.getModulus().bitLength();
      if (bits < RSA_LEAST_BITS || bits > RSA_MOST_BITS) {
        throw new RefusedLineException(
            "an RSA key of " + bits + " bits is not taken: " + RSA_LEAST_BITS + " are the least");
      }
    }
    return key;
  }
}
