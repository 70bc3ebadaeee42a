package org.jxinetd.shell.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketFileTest {

  @TempDir Path folder;

  private SocketFile create(Path path) throws ControlException {
    return SocketFile.create(path, Optional.empty(), false);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
  }

  private static GroupPrincipal groupOf(Path path) throws IOException {
    return Files.readAttributes(path, PosixFileAttributes.class).group();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> list = Files.list(folder)) {
      return list.toList();
    }
  }

  private String refusal(Path path) {
    return assertThrows(ControlException.class, () -> create(path)).getMessage();
  }

  @Test
  void theSocketIsTheOwnersAloneAndNothingElseStaysBehind() throws Exception {
    Path path = folder.resolve("control");
    SocketFile file = create(path);
    assertEquals("rw-------", mode(path));
    assertEquals(List.of(path), entries());
    assertTrue(SocketChannel.open(UnixDomainSocketAddress.of(path)).isConnected());
    file.remove();
    assertEquals(List.of(), entries());
  }

  @Test
  void aGroupMayConnectWhenConfigured() throws Exception {
    Path path = folder.resolve("run/control");
    GroupPrincipal group = groupOf(folder);
    SocketFile file = SocketFile.create(path, Optional.of(group), false);
    assertEquals("rw-rw----", mode(path));
    assertEquals(group, groupOf(path));
    assertEquals("rwxr-xr-x", mode(folder.resolve("run")));
    file.remove();
  }

  @Test
  void missingFoldersAreMadePrivate() throws Exception {
    Path path = folder.resolve("a/b/control");
    SocketFile file = create(path);
    assertEquals("rwx------", mode(folder.resolve("a")));
    assertEquals("rwx------", mode(folder.resolve("a/b")));
    file.remove();
  }

  @Test
  void replacesASocketOnWhichNobodyAnswers() throws Exception {
    Path path = folder.resolve("control");
    Channels.close(create(path).channel());
    assertTrue(Files.exists(path));
    SocketFile file = create(path);
    assertTrue(SocketChannel.open(UnixDomainSocketAddress.of(path)).isConnected());
    file.remove();
  }

  @Test
  void leavesASocketAloneOnWhichAnotherServerAnswers() throws Exception {
    Path path = folder.resolve("control");
    SocketFile first = create(path);
    assertEquals("another server answers on " + path, refusal(path));
    assertTrue(SocketChannel.open(UnixDomainSocketAddress.of(path)).isConnected());
    assertEquals(List.of(path), entries());
    first.remove();
  }

  @Test
  void neverReplacesAFileOrAFolderOrALink() throws Exception {
    Path path = folder.resolve("control");
    Files.writeString(path, "precious");
    assertEquals(path + " exists and is not a socket", refusal(path));
    assertEquals("precious", Files.readString(path));
    Path link = Files.createSymbolicLink(folder.resolve("link"), path);
    assertEquals(link + " exists and is not a socket", refusal(link));
    Path directory = Files.createDirectory(folder.resolve("directory"));
    assertEquals(directory + " exists and is not a socket", refusal(directory));
  }

  @Test
  void refusesAFolderInWhichEverybodyCouldReplaceTheSocket() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertEquals(folder + " is writable by everybody", refusal(folder.resolve("control")));
    assertEquals(List.of(), entries());
  }

  @Test
  void refusesAFolderOfAnotherUser() throws Exception {
    assumeTrue(Files.getAttribute(folder, "unix:uid").equals(0), "only root can give folders away");
    Path strange = Files.createDirectory(folder.resolve("strange"));
    Files.setAttribute(strange, "unix:uid", 70001);
    assertEquals(
        strange + " belongs to uid 70001, neither to root nor to this server's user",
        refusal(strange.resolve("control")));
    assertEquals(List.of(), list(strange));
  }

  @Test
  void saysWhenThePathIsTooLongAndLeavesNothingBehind() throws Exception {
    assertTrue(refusal(folder.resolve("x".repeat(200)).resolve("control")).contains("too long"));
    assertEquals(List.of(), list(folder.resolve("x".repeat(200))));
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> list = Files.list(directory)) {
      return list.toList();
    }
  }

  @Test
  void removesNoSocketOfAnotherServer() throws Exception {
    Path path = folder.resolve("control");
    SocketFile first = create(path);
    Channels.close(first.channel());
    SocketFile second = create(path);
    first.remove();
    assertTrue(Files.exists(path));
    second.remove();
    assertFalse(Files.exists(path));
  }
}
