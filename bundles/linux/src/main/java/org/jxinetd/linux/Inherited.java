package org.jxinetd.linux;

import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;

/**
 * Descriptors that this process was started with, such as the listening sockets of
 * sd_listen_fds(3).
 */
public final class Inherited {

  private static final int F_SETFD = 2;
  private static final int F_GETFD = 1;
  private static final int FD_CLOEXEC = 1;
  private static final int SOL_SOCKET = 1;
  private static final int SO_TYPE = 3;
  private static final int SO_ACCEPTCONN = 30;
  private static final int SO_PROTOCOL = 38;
  private static final int SO_DOMAIN = 39;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_SEQPACKET = 5;

  private Inherited() {}

  /**
   * What an internet socket is.
   *
   * @param protocol number in /etc/protocols
   * @param listening whether it accepts clients
   */
  public record Kind(Family family, SocketType type, int protocol, boolean listening) {}

  /**
   * Takes ownership of an open descriptor and closes it on exec.
   *
   * @throws OsException with EBADF when it is not open
   */
  public static Fd take(int number) throws OsException {
    try (Scratch s = Scratch.borrow()) {
      int flags = (int) Libc.FCNTL_INT.invokeExact(s.capture, number, F_GETFD, 0);
      if (flags < 0) {
        throw new OsException("fcntl", "descriptor " + number, s.errno());
      }
      int set = (int) Libc.FCNTL_INT.invokeExact(s.capture, number, F_SETFD, flags | FD_CLOEXEC);
      if (set < 0) {
        throw new OsException("fcntl", "descriptor " + number, s.errno());
      }
      return Fd.of(number);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** What a descriptor is; empty when it is no internet socket. */
  public static Optional<Kind> kind(Fd fd) throws OsException {
    Optional<Family> family =
        switch (option(fd, SO_DOMAIN)) {
          case AF_INET -> Optional.of(Family.INET);
          case AF_INET6 -> Optional.of(Family.INET6);
          default -> Optional.empty();
        };
    Optional<SocketType> type =
        switch (option(fd, SO_TYPE)) {
          case SOCK_STREAM -> Optional.of(SocketType.STREAM);
          case SOCK_DGRAM -> Optional.of(SocketType.DGRAM);
          case SOCK_RAW -> Optional.of(SocketType.RAW);
          case SOCK_SEQPACKET -> Optional.of(SocketType.SEQPACKET);
          default -> Optional.empty();
        };
    if (family.isEmpty() || type.isEmpty()) {
      return Optional.empty();
    }
    int protocol = option(fd, SO_PROTOCOL);
    return Optional.of(
        new Kind(family.get(), type.get(), protocol, option(fd, SO_ACCEPTCONN) != 0));
  }

  private static int option(Fd fd, int name) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      s.length.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
      int result =
          (int) Libc.GETSOCKOPT.invokeExact(s.capture, s.fd, SOL_SOCKET, name, s.buffer, s.length);
      if (result < 0) {
        throw new OsException("getsockopt", fd.toString(), s.errno());
      }
      return s.buffer.get(ValueLayout.JAVA_INT, 0);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
