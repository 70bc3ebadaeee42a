package org.jxinetd.log.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One descriptor that appends to a file. Owned by its {@link SharedLog}, under whose lock it is.
 */
final class OpenFile implements Closeable {

  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DEVICE = 0020000;

  /** Which file a path leads to, and how long it is. */
  private record Identity(Object device, Object inode, int type, long size) {
    boolean sameFile(Identity other) {
      return device.equals(other.device) && inode.equals(other.inode);
    }
  }

  private final Path path;
  private final FileChannel channel;
  private final WritableByteChannel out;
  private final Identity identity;

  private OpenFile(Path path, FileChannel channel, WritableByteChannel out, Identity identity) {
    this.path = path;
    this.channel = channel;
    this.out = out;
    this.identity = identity;
  }

  /**
   * Opens or creates a file with mode 0644 less the umask. A pipe would hold the daemon up until
   * somebody reads it, so that only files and character devices are taken.
   */
  static OpenFile open(Path path) throws IOException {
    return open(path, UnaryOperator.identity());
  }

  /** The same, but writes go through another channel. */
  static OpenFile open(Path path, UnaryOperator<WritableByteChannel> through) throws IOException {
    Optional<Identity> before = identify(path);
    if (before.isPresent()) {
      requireWritableKind(path, before.get());
    }
    FileChannel channel =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    try {
      Identity now = identify(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
      requireWritableKind(path, now);
      return new OpenFile(path, channel, through.apply(channel), now);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireWritableKind(Path path, Identity file) throws IOException {
    if (file.type != REGULAR && file.type != DEVICE) {
      throw new FileSystemException(
          path.toString(), null, "is neither a file nor a character device");
    }
  }

  private static Optional<Identity> identify(Path path) throws IOException {
    try {
      Map<String, Object> now = Files.readAttributes(path, "unix:dev,ino,mode,size");
      return Optional.of(
          new Identity(
              now.get("dev"),
              now.get("ino"),
              (Integer) now.get("mode") & TYPE,
              ((Number) now.get("size")).longValue()));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** True while the path leads to this file: false after a rotation. */
  boolean isCurrent() throws IOException {
    return channel.isOpen() && identify(path).filter(identity::sameFile).isPresent();
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  boolean isSameFile(OpenFile other) {
    return identity.sameFile(other.identity);
  }

  /** True for a file, whose size means something. */
  boolean isRegular() {
    return identity.type == REGULAR;
  }

  long size() throws IOException {
    return isRegular() ? channel.size() : 0;
  }

  /** Hands over what the operating system takes; the buffer's position tells how much that was. */
  void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
