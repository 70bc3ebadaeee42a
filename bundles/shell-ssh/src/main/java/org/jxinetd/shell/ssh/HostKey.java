package org.jxinetd.shell.ssh;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.jxinetd.shell.ssh.library.Ed25519;

/** The key by which clients know this server: made once, kept in the state folder. */
final class HostKey {

  static final String NAME = "ssh_host_ed25519_key";
  private static final int MOST_BYTES = 16 * 1024;

  private HostKey() {}

  /**
   * Reads the key, or makes it where there is none.
   *
   * @throws IOException when it is there and cannot be used: a new one would look to clients like
   *     an attack
   */
  static KeyPair of(Path stateFolder, int ownUid) throws IOException {
    Path file = stateFolder.resolve(NAME);
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        make(file);
      }
      check(file, ownUid);
      return read(file);
    } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
      throw new IOException("host key " + file + ": " + unusable.getMessage(), unusable);
    }
  }

  private static void make(Path file) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
        Ed25519.generate(), "jxinetd", null, text);
    Path next = file.resolveSibling(NAME + ".new");
    Files.deleteIfExists(next);
    Files.createFile(
        next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(next, text.toByteArray());
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void check(Path file, int ownUid) throws IOException {
    Optional<String> objection = TrustedFile.objection(file, ownUid);
    if (objection.isPresent()) {
      throw new IOException(objection.get());
    }
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
    if (mode.contains(PosixFilePermission.GROUP_READ)
        || mode.contains(PosixFilePermission.OTHERS_READ)) {
      throw new IOException("it can be read by others than its owner");
    }
  }

  private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    Iterable<KeyPair> pairs =
        SecurityUtils.loadKeyPairIdentities(
            null, NamedResource.ofName(file.toString()), new ByteArrayInputStream(bytes), null);
    if (pairs != null) {
      for (KeyPair pair : pairs) {
        if (KeyPairProvider.SSH_ED25519.equals(KeyUtils.getKeyType(pair))) {
          return pair;
        }
      }
    }
    throw new GeneralSecurityException("there is no Ed25519 key in it");
  }
}
