package org.jxinetd.shell.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.shell.ssh.library.Ed25519;
import org.jxinetd.shell.ssh.library.JdkProvider;

/** Whose files are believed. */
class KeyFileTest {

  @TempDir Path folder;
  private Path file;
  private int ownUid;
  private KeyFile keys;

  @BeforeEach
  void write() throws Exception {
    JdkProvider.register();
    file = folder.resolve("authorized_keys");
    Files.writeString(file, PublicKeyEntry.toString(Ed25519.generate().getPublic()) + " one\n");
    mode(file, "rw-r--r--");
    ownUid = (Integer) Files.getAttribute(file, "unix:uid");
    keys = new KeyFile(file, ownUid);
  }

  private static void mode(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private String objection() throws IOException {
    return TrustedFile.objection(file, ownUid).orElse("");
  }

  @Test
  void believesAFileThatOnlyItsOwnerWrites() throws IOException {
    assertEquals("", objection());
    assertEquals(1, keys.keys().size());
  }

  @Test
  void doesNotBelieveWhatOthersCanWrite() throws IOException {
    for (String mode : new String[] {"rw-rw-r--", "rw-r--rw-", "rw--w----"}) {
      mode(file, mode);
      assertTrue(objection().contains("can be written by others"), mode);
      assertEquals(0, keys.keys().size(), mode);
    }
    mode(file, "rw-------");
    assertEquals(1, keys.keys().size(), "it is believed again");
  }

  @Test
  void doesNotBelieveAFolderThatOthersCanWrite() throws IOException {
    mode(folder, "rwxrwxrwx");
    assertTrue(objection().startsWith(folder.toRealPath() + " can be written"), objection());
    Files.setAttribute(folder, "unix:mode", 01777 | 040000);
    assertEquals("", objection(), "in a sticky folder only the owner replaces a file");
  }

  @Test
  void doesNotBelieveStrangers() throws IOException {
    // as if the daemon ran as somebody else; root is always believed
    Optional<String> objection = TrustedFile.objection(file, ownUid + 1);
    assertEquals(ownUid != 0, objection.isPresent());
    if (ownUid == 0) {
      Files.setAttribute(file, "unix:uid", 65534);
      assertTrue(objection().contains("belongs to uid 65534"), objection());
      assertEquals("", TrustedFile.objection(file, 65534).orElse(""), "its own is believed");
    }
  }

  @Test
  void looksBehindLinksAndTakesFilesOnly() throws IOException {
    Path open = Files.createDirectory(folder.resolve("open"));
    Path real = Files.move(file, open.resolve("real"));
    Files.createSymbolicLink(file, real);
    assertEquals(1, keys.keys().size());
    mode(open, "rwxrwxrwx");
    assertTrue(objection().startsWith(open.toRealPath().toString()), objection());
    assertEquals(0, keys.keys().size());
    Files.delete(file);
    Files.createDirectory(file);
    assertTrue(objection().contains("is not a regular file"), objection());
  }

  @Test
  void readsAgainWhatHasChanged() throws IOException {
    assertEquals(1, keys.keys().size());
    String line = Files.readString(file);
    Files.writeString(file, line + line);
    assertEquals(2, keys.keys().size());
    Files.delete(file);
    assertEquals(0, keys.keys().size());
    Files.writeString(file, "x".repeat((1 << 20) + 1));
    mode(file, "rw-------");
    assertEquals(0, keys.keys().size());
    Files.write(file, new byte[] {(byte) 0xff, 0, (byte) 0xfe});
    assertEquals(0, keys.keys().size());
    Files.writeString(file, line);
    assertEquals(1, keys.keys().size());
  }
}
