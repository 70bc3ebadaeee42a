package org.jxinetd.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files as descriptors for children; open(2). */
public final class OpenFiles {

  static final int READ_WRITE = 2;
  private static final int WRITE_ONLY = 1;
  private static final int O_CREAT = 0x40;
  private static final int O_NOCTTY = 0x100;
  private static final int O_APPEND = 0x400;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;

  /** Not the same everywhere: the architectures that the JDK runs on differ here. */
  private static final int O_NOFOLLOW =
      System.getProperty("os.arch").equals("aarch64") ? 0x8000 : 0x20000;

  private static final int MODE = 0640;

  private OpenFiles() {}

  /**
   * Opens a regular file for appending, making it with mode 0640 less the umask. A link in its
   * place is not followed, and opening never blocks.
   *
   * @throws IOException when it is no regular file; as OsException when the system refuses
   */
  public static Fd append(Path file) throws IOException {
    Fd fd = open(file, WRITE_ONLY | O_CREAT | O_APPEND | O_NOCTTY | O_NONBLOCK | O_NOFOLLOW, MODE);
    boolean good = false;
    try {
      // the very file that is open, whatever has the name by now
      if (!Files.isRegularFile(Path.of("/proc/self/fd/" + fd.number()))) {
        throw new IOException(file + " is not a regular file");
      }
      Sockets.nonBlocking(fd, false);
      good = true;
      return fd;
    } finally {
      if (!good) {
        fd.close();
      }
    }
  }

  /** The null device, for what nobody wants. */
  public static Fd nothing() throws OsException {
    return open(Path.of("/dev/null"), READ_WRITE, 0);
  }

  static Fd open(Path file, int flags, int mode) throws OsException {
    try (Arena arena = Arena.ofConfined();
        Scratch s = Scratch.borrow()) {
      int fd =
          (int)
              Libc.OPEN.invokeExact(
                  s.capture, arena.allocateFrom(file.toString()), flags | O_CLOEXEC, mode);
      if (fd < 0) {
        throw new OsException("open", file.toString(), s.errno());
      }
      return Fd.of(fd);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
