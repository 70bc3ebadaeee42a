package org.jxinetd.shell.ssh.library;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import org.apache.sshd.common.config.keys.PrivateKeyEntryDecoder;
import org.apache.sshd.common.config.keys.PublicKeyEntryDecoder;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSAUtils;
import org.apache.sshd.common.util.security.eddsa.generic.GenericEd25519PublicKeyDecoder;
import org.apache.sshd.common.util.security.eddsa.generic.GenericOpenSSHEd25519PrivateKeyEntryDecoder;
import org.apache.sshd.common.util.security.eddsa.generic.GenericSignatureEd25519;

/** Ed25519 by the JDK: the library knows it only with the help of other libraries. Any thread. */
public final class Ed25519 implements EdDSASupport<EdECPublicKey, EdECPrivateKey> {

  private static final String NAME = "Ed25519";
  private static final int BYTES = 32;

  /** A new pair. */
  public static KeyPair generate() throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(NAME).generateKeyPair();
  }

  @Override
  public PublicKeyEntryDecoder<EdECPublicKey, EdECPrivateKey> getEDDSAPublicKeyEntryDecoder() {
    return new GenericEd25519PublicKeyDecoder<>(EdECPublicKey.class, EdECPrivateKey.class, this);
  }

  @Override
  public PrivateKeyEntryDecoder<EdECPublicKey, EdECPrivateKey>
      getOpenSSHEDDSAPrivateKeyEntryDecoder() {
    return new GenericOpenSSHEd25519PrivateKeyEntryDecoder<>(
        EdECPublicKey.class, EdECPrivateKey.class, this);
  }

  @Override
  public Signature getEDDSASigner() {
    return new GenericSignatureEd25519(NAME);
  }

  @Override
  public int getEDDSAKeySize(Key key) {
    return isEd25519(key) ? KEY_SIZE : -1;
  }

  /** Java has one type of key for Ed25519 and Ed448. */
  private static boolean isEd25519(Key key) {
    return switch (key) {
      case EdECPublicKey known -> known.getParams().getName().equals(NAME);
      case EdECPrivateKey known -> known.getParams().getName().equals(NAME);
      case null, default -> false;
    };
  }

  @Override
  public Class<EdECPublicKey> getEDDSAPublicKeyType() {
    return EdECPublicKey.class;
  }

  @Override
  public Class<EdECPrivateKey> getEDDSAPrivateKeyType() {
    return EdECPrivateKey.class;
  }

  @Override
  public boolean compareEDDSAPPublicKeys(PublicKey one, PublicKey other) {
    return isEd25519(one)
        && isEd25519(other)
        && Arrays.equals(one.getEncoded(), other.getEncoded());
  }

  @Override
  public boolean compareEDDSAPrivateKeys(PrivateKey one, PrivateKey other) {
    return isEd25519(one) && isEd25519(other) && one.equals(other);
  }

  /** Java does not offer this: a generator that draws the private key as its random number does. */
  @Override
  public EdECPublicKey recoverEDDSAPublicKey(PrivateKey key) throws GeneralSecurityException {
    if (!isEd25519(key)) {
      throw new InvalidKeyException("not an Ed25519 key");
    }
    byte[] seed = EdDSAUtils.getBytes(key);
    KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
    generator.initialize(NamedParameterSpec.ED25519, new Drawn(seed));
    KeyPair pair = generator.generateKeyPair();
    if (!Arrays.equals(EdDSAUtils.getBytes(pair.getPrivate()), seed)) {
      throw new InvalidKeyException("this Java does not tell the public key of a private one");
    }
    return (EdECPublicKey) pair.getPublic();
  }

  @Override
  public EdECPublicKey generateEDDSAPublicKey(byte[] point) throws GeneralSecurityException {
    checkLength(point);
    return (EdECPublicKey)
        KeyFactory.getInstance(NAME).generatePublic(EdDSAUtils.createPublicKeySpec(point));
  }

  @Override
  public EdECPrivateKey generateEDDSAPrivateKey(byte[] seed) throws GeneralSecurityException {
    checkLength(seed);
    return (EdECPrivateKey)
        KeyFactory.getInstance(NAME).generatePrivate(EdDSAUtils.createPrivateKeySpec(seed));
  }

  private static void checkLength(byte[] bytes) throws InvalidKeyException {
    if (bytes.length != BYTES) {
      throw new InvalidKeyException("an Ed25519 key has " + BYTES + " bytes, not " + bytes.length);
    }
  }

  @Override
  public <B extends Buffer> B putRawEDDSAPublicKey(B buffer, PublicKey key) {
    buffer.putBytes(bytes(key));
    return buffer;
  }

  @Override
  public <B extends Buffer> B putEDDSAKeyPair(B buffer, PublicKey open, PrivateKey secret) {
    throw new UnsupportedOperationException("pairs of keys are not sent");
  }

  @Override
  public KeySpec createPublicKeySpec(EdECPublicKey key) {
    return new X509EncodedKeySpec(key.getEncoded());
  }

  @Override
  public KeySpec createPrivateKeySpec(EdECPrivateKey key) {
    return new PKCS8EncodedKeySpec(key.getEncoded());
  }

  @Override
  public byte[] getPublicKeyData(EdECPublicKey key) {
    return bytes(key);
  }

  private static byte[] bytes(PublicKey key) {
    if (!isEd25519(key)) {
      throw new IllegalArgumentException("not an Ed25519 key");
    }
    try {
      return EdDSAUtils.getBytes(key);
    } catch (InvalidKeyException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  @Override
  public byte[] getPrivateKeyData(EdECPrivateKey key) {
    try {
      return EdDSAUtils.getBytes(key);
    } catch (InvalidKeyException impossible) {
      throw new IllegalArgumentException(impossible);
    }
  }

  @Override
  public String getKeyFactoryAlgorithm() {
    return NAME;
  }

  /** Always the same number. */
  private static final class Drawn extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] number;

    Drawn(byte[] number) {
      this.number = number.clone();
    }

    @Override
    public void nextBytes(byte[] into) {
      System.arraycopy(number, 0, into, 0, Math.min(number.length, into.length));
    }
  }
}
