package org.jxinetd.shell.control;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening Unix socket and the file through which it is reached. The socket is made in a
 * directory of its own that nobody else may enter, gets its mode and group there, and is renamed
 * into place: at no moment can a stranger connect to it.
 *
 * @param channel listens; the owner of this record closes it
 * @param identity tells the file from another one that took its place
 */
record SocketFile(Path path, ServerSocketChannel channel, Object identity) {

  private static final Logger LOG = LoggerFactory.getLogger(SocketFile.class);
  private static final int BACKLOG = 64;
  private static final int ATTEMPTS = 16;
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;

  /**
   * Makes the socket.
   *
   * @param group may connect as well as the owner, when present
   * @param takesOver whether the socket of a server that still answers is replaced
   * @throws ControlException when another server answers there, something else than a socket is in
   *     the way, or the file system refuses
   */
  static SocketFile create(Path path, Optional<GroupPrincipal> group, boolean takesOver)
      throws ControlException {
    try {
      Path directory = directory(path, group.isPresent());
      clearTheWay(path, takesOver);
      Path cell = privateDirectory(directory);
      try {
        refuseStrangers(directory, uid(cell));
        return inside(cell, path, group);
      } finally {
        Files.deleteIfExists(cell.resolve("s"));
        Files.delete(cell);
      }
    } catch (IOException failed) {
      throw new ControlException(path + ": " + describe(failed), failed);
    }
  }

  private static SocketFile inside(Path cell, Path path, Optional<GroupPrincipal> group)
      throws IOException {
    Path made = cell.resolve("s");
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(made), BACKLOG);
      PosixFileAttributeView view =
          Files.getFileAttributeView(made, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      if (group.isPresent()) {
        view.setGroup(group.get());
      }
      // through the plain view: with NOFOLLOW_LINKS Java opens the file to set its mode, which a
      // socket does not allow; nobody else can have put a link here
      Files.setPosixFilePermissions(
          made, PosixFilePermissions.fromString(group.isPresent() ? "rw-rw----" : "rw-------"));
      Object identity = identity(made);
      Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
      return new SocketFile(path, channel, identity);
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  /** The folder of the socket; made when missing, refused when strangers could replace files. */
  private static Path directory(Path path, boolean shared) throws IOException, ControlException {
    Path directory = path.toAbsolutePath().getParent();
    if (directory == null) {
      throw new ControlException(path + " is no place for a socket");
    }
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      if (shared) {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    int mode = (Integer) Files.getAttribute(directory, "unix:mode");
    if ((mode & OTHERS_WRITE) != 0 && (mode & STICKY) == 0) {
      throw new ControlException(directory + " is writable by everybody");
    }
    return directory;
  }

  /** Whoever owns the folder could put a socket of his own in the place of ours. */
  private static void refuseStrangers(Path directory, int ownUid)
      throws IOException, ControlException {
    int uid = uid(directory);
    if (uid != 0 && uid != ownUid) {
      throw new ControlException(
          directory + " belongs to uid " + uid + ", neither to root nor to this server's user");
    }
  }

  private static int uid(Path path) throws IOException {
    return (Integer) Files.getAttribute(path, "unix:uid");
  }

  /** A file left behind by a server that is gone is in nobody's way: the rename replaces it. */
  private static void clearTheWay(Path path, boolean takesOver)
      throws IOException, ControlException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new ControlException(path + " exists and is not a socket");
    }
    if (takesOver) {
      return;
    }
    // not blocking: a server whose backlog is full must not hold the start
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      throw new ControlException("another server answers on " + path);
    } catch (ConnectException nobodyListens) {
      LOG.info("{} was left behind by a server that is gone, it is replaced", path);
    }
  }

  private static Path privateDirectory(Path parent) throws IOException {
    // short, as the path of a socket has 107 bytes at most
    for (int i = 0; i < ATTEMPTS; i++) {
      int number = ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36);
      Path cell = parent.resolve("." + Integer.toString(number, 36));
      try {
        return Files.createDirectory(
            cell,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException taken) {
        LOG.debug("{} is taken, another name is tried", cell);
      }
    }
    throw new IOException("no free name for a private directory in " + parent);
  }

  /** The user the socket belongs to: the one this process runs as. */
  UserPrincipal owner() throws IOException {
    return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
  }

  /** Stops listening, and removes the file unless another server's has taken its place. */
  void remove() {
    Channels.close(channel);
    try {
      if (identity(path).equals(identity)) {
        Files.deleteIfExists(path);
      }
    } catch (NoSuchFileException removedAlready) {
      LOG.debug("{} was removed by somebody else", path);
    } catch (IOException failed) {
      LOG.warn("control socket {} stays behind: {}", path, describe(failed));
    }
  }

  private static Object identity(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .fileKey();
  }

  private static String describe(IOException failed) {
    String message = failed.getMessage();
    return failed.getClass().getSimpleName() + (message == null ? "" : " " + message);
  }
}
