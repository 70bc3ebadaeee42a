package org.jxinetd.shell.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.shell.ssh.library.Ed25519;
import org.jxinetd.shell.ssh.library.JdkProvider;

/** The host's key on disk, and Ed25519 by the JDK. */
class HostKeyTest {

  @TempDir Path folder;
  private int ownUid;

  @BeforeEach
  void register() throws IOException {
    JdkProvider.register();
    ownUid = (Integer) Files.getAttribute(folder, "unix:uid");
  }

  private Path file() {
    return folder.resolve(HostKey.NAME);
  }

  private String trouble() {
    return assertThrows(IOException.class, () -> HostKey.of(folder, ownUid)).getMessage();
  }

  @Test
  void isMadeOnceAndKept() throws IOException {
    KeyPair made = HostKey.of(folder, ownUid);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    KeyPair read = HostKey.of(folder, ownUid);
    assertArrayEquals(made.getPublic().getEncoded(), read.getPublic().getEncoded());
    assertArrayEquals(made.getPrivate().getEncoded(), read.getPrivate().getEncoded());
  }

  @Test
  void isNeverReplacedByAnother() throws IOException {
    HostKey.of(folder, ownUid);
    byte[] good = Files.readAllBytes(file());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
    assertTrue(trouble().contains("can be read by others"), trouble());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    byte[] bad = good.clone();
    bad[60] ^= 1; // within the public half: the two do not fit
    Files.write(file(), bad);
    assertTrue(trouble().startsWith("host key " + file()), trouble());
    Files.writeString(file(), "");
    assertTrue(trouble().contains("there is no Ed25519 key in it"), trouble());
    assertEquals("", Files.readString(file()), "it was left alone");
  }

  @Test
  void signsAndChecksWhatItSigned() throws Exception {
    KeyPair pair = Ed25519.generate();
    byte[] text = "text".getBytes(StandardCharsets.UTF_8);
    Signature signer = BuiltinSignatures.ed25519.create();
    signer.initSigner(null, pair.getPrivate());
    signer.update(null, text);
    byte[] signature = signer.sign(null);
    assertEquals(64, signature.length);
    assertTrue(checks(pair, text, signature));
    assertFalse(checks(Ed25519.generate(), text, signature), "another's key");
    text[0] ^= 1;
    assertFalse(checks(pair, text, signature), "another text");
  }

  private static boolean checks(KeyPair pair, byte[] text, byte[] signature) throws Exception {
    Signature checker = BuiltinSignatures.ed25519.create();
    checker.initVerifier(null, pair.getPublic());
    checker.update(null, text);
    return checker.verify(null, signature);
  }

  @Test
  void keysOfAnotherCurveAreNone() {
    Ed25519 curve = new Ed25519();
    assertThrows(InvalidKeyException.class, () -> curve.generateEDDSAPublicKey(new byte[57]));
    assertThrows(InvalidKeyException.class, () -> curve.generateEDDSAPrivateKey(new byte[57]));
    assertThrows(InvalidKeyException.class, () -> curve.generateEDDSAPublicKey(new byte[0]));
  }
}
