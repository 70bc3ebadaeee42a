package org.jxinetd.services.admin;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password as it is kept: {@code pbkdf2-sha512:ROUNDS:SALT:HASH}, salt and hash in base 64. The
 * salt is random, so equal passwords do not look equal; the rounds make each guess cost a tenth of
 * a second.
 */
final class Password {

  private static final String SCHEME = "pbkdf2-sha512";
  private static final int ROUNDS = 210_000;
  private static final int FEWEST_ROUNDS = 50_000;
  private static final int MOST_ROUNDS = 5_000_000;
  private static final int SALT_BYTES = 16;
  private static final int MOST_SALT_BYTES = 64;
  private static final int HASH_BYTES = 32;

  private final int rounds;
  private final byte[] salt;
  private final byte[] hash;

  private Password(int rounds, byte[] salt, byte[] hash) {
    this.rounds = rounds;
    this.salt = salt;
    this.hash = hash;
  }

  /** The line to keep for a new password. */
  static String line(char[] password) {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder text = Base64.getEncoder().withoutPadding();
    String hash = text.encodeToString(derive(password, salt, ROUNDS));
    return SCHEME + ":" + ROUNDS + ":" + text.encodeToString(salt) + ":" + hash;
  }

  /** Reads such a line; empty when it is anything else. */
  static Optional<Password> parse(String line) {
    String[] parts = line.strip().split(":", -1);
    if (parts.length != 4 || !parts[0].equals(SCHEME) || !parts[1].matches("[0-9]{1,7}")) {
      return Optional.empty();
    }
    int rounds = Integer.parseInt(parts[1]);
    if (rounds < FEWEST_ROUNDS || rounds > MOST_ROUNDS) {
      return Optional.empty();
    }
    try {
      byte[] salt = Base64.getDecoder().decode(parts[2]);
      byte[] hash = Base64.getDecoder().decode(parts[3]);
      boolean sound =
          salt.length >= SALT_BYTES && salt.length <= MOST_SALT_BYTES && hash.length == HASH_BYTES;
      return sound ? Optional.of(new Password(rounds, salt, hash)) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** Compares in a time that does not depend on where a guess is wrong. */
  boolean is(char[] guess) {
    return MessageDigest.isEqual(hash, derive(guess, salt, rounds));
  }

  private static byte[] derive(char[] password, byte[] salt, int rounds) {
    PBEKeySpec spec = new PBEKeySpec(password, salt, rounds, HASH_BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java platform lacks PBKDF2WithHmacSHA512", e);
    } finally {
      spec.clearPassword();
    }
  }
}
