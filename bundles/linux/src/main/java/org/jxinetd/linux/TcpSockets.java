package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jxinetd.api.service.Family;

/** What a relay needs of TCP sockets beyond {@link Sockets}; tcp(7), socket(7). */
public final class TcpSockets {

  private static final int SOCK_STREAM = 1;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_LINGER = 13;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;

  /** struct linger: two ints. */
  private static final int LINGER = 8;

  private TcpSockets() {}

  /** Opens a TCP socket, close-on-exec and non-blocking. */
  public static Fd open(Family family) throws OsException {
    try (Scratch s = Scratch.borrow()) {
      int domain = SocketAddresses.family(family);
      int kind = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
      int fd = (int) Libc.SOCKET.invokeExact(s.capture, domain, kind, 0);
      if (fd < 0) {
        throw new OsException("socket", family + " stream", s.errno());
      }
      return Fd.of(fd);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * How long the kernel tries to deliver what is unsent when the last descriptor is closed
   * (SO_LINGER).
   */
  public static void linger(Fd fd, int seconds) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      MemorySegment linger = s.buffer;
      linger.set(ValueLayout.JAVA_INT, 0, 1);
      linger.set(ValueLayout.JAVA_INT, 4, seconds);
      int result =
          (int) Libc.SETSOCKOPT.invokeExact(s.capture, s.fd, SOL_SOCKET, SO_LINGER, linger, LINGER);
      if (result < 0) {
        throw new OsException("setsockopt", fd + " SO_LINGER", s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Has the close of the descriptor reset the connection (SO_LINGER with time 0): the other side
   * then knows that what it got is not all there was.
   */
  public static void resetOnClose(Fd fd) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      MemorySegment linger = s.buffer;
      linger.set(ValueLayout.JAVA_INT, 0, 1);
      linger.set(ValueLayout.JAVA_INT, 4, 0);
      int result =
          (int) Libc.SETSOCKOPT.invokeExact(s.capture, s.fd, SOL_SOCKET, SO_LINGER, linger, LINGER);
      if (result < 0) {
        throw new OsException("setsockopt", fd + " SO_LINGER", s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** How many connections wait on a listening socket for being accepted. */
  public static int backlog(Fd listener) throws OsException {
    try (Scratch s = Scratch.borrow(listener)) {
      MemorySegment info = s.buffer.asSlice(0, Layouts.TCP_INFO);
      s.length.set(ValueLayout.JAVA_INT, 0, Layouts.TCP_INFO);
      int result =
          (int) Libc.GETSOCKOPT.invokeExact(s.capture, s.fd, IPPROTO_TCP, TCP_INFO, info, s.length);
      if (result < 0) {
        throw new OsException("getsockopt", listener + " TCP_INFO", s.errno());
      }
      return info.get(ValueLayout.JAVA_INT, Layouts.TCPI_UNACKED);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Ends a connection from any thread: whoever reads finds the end, whoever waits is woken. The
   * descriptor stays its owner's to close; one that is closed already is left alone.
   */
  public static void hangUp(Fd fd) {
    try {
      Sockets.shutdownBoth(fd);
    } catch (OsException alreadyGone) {
      Poller.forget(fd); // whoever waits must learn of the end all the same
    }
  }
}
