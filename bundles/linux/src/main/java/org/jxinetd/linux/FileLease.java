package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether somebody has a file open for writing: a read lease, fcntl(2), is given only for a file
 * that nobody writes. It is given back at once.
 */
public final class FileLease {

  private static final int O_RDONLY = 0;
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_SETSIG = 10;
  private static final int F_SETLEASE = 1024;
  private static final int F_RDLCK = 0;
  private static final int F_UNLCK = 2;

  /** Ignored unless somebody asks for it: what the kernel sends when a writer meets the lease. */
  private static final int SIGURG = 23;

  private FileLease() {}

  /**
   * Asks the kernel.
   *
   * @return empty where it gives no answer: another owner's file without CAP_LEASE, or a file
   *     system without leases
   * @throws OsException when the file cannot be opened
   */
  public static Optional<Boolean> isBeingWritten(Path file) throws OsException {
    try (Fd fd = open(file);
        Scratch s = Scratch.borrow(fd)) {
      int signal = (int) Libc.FCNTL_INT.invokeExact(s.capture, s.fd, F_SETSIG, SIGURG);
      if (signal < 0) {
        return Optional.empty();
      }
      int lease = (int) Libc.FCNTL_INT.invokeExact(s.capture, s.fd, F_SETLEASE, F_RDLCK);
      if (lease < 0) {
        return s.errno() == Errno.EAGAIN ? Optional.of(true) : Optional.empty();
      }
      int back = (int) Libc.FCNTL_INT.invokeExact(s.capture, s.fd, F_SETLEASE, F_UNLCK);
      if (back < 0) {
        throw new OsException("fcntl", file.toString(), s.errno());
      }
      return Optional.of(false);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static Fd open(Path file) throws OsException {
    try (Arena arena = Arena.ofConfined();
        Scratch s = Scratch.borrow()) {
      int how = O_RDONLY | O_NONBLOCK | O_CLOEXEC;
      int fd = (int) Libc.OPEN.invokeExact(s.capture, arena.allocateFrom(file.toString()), how, 0);
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
