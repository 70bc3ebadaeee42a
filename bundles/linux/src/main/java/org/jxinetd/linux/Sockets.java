package org.jxinetd.linux;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.SocketType;

/**
 * Calls on sockets. None of them blocks, except {@link #read} and {@link #write} on a descriptor in
 * blocking mode. All throw {@link OsException} with the address or descriptor concerned.
 */
public final class Sockets {

  /** {@link #read}: the other side sends no more. */
  public static final int END = 0;

  /** {@link #read} and {@link #write}: nothing can be moved now. */
  public static final int WOULD_BLOCK = -1;

  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_SEQPACKET = 5;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int O_NONBLOCK = 0x800;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int SOL_SOCKET = 1;
  private static final int SO_ERROR = 4;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int SHUT_RD = 0;
  private static final int SHUT_WR = 1;
  private static final int SHUT_RDWR = 2;
  private static final int DEFAULT_BACKLOG = 4096;

  private Sockets() {}

  /** A client that was accepted; its descriptor is non-blocking and close-on-exec. */
  public record Accepted(Fd fd, Endpoint peer) {}

  /** Opens a socket, close-on-exec, in blocking mode. */
  public static Fd open(Family family, SocketType type, int protocolNumber) throws OsException {
    int number =
        switch (type) {
          case STREAM -> SOCK_STREAM;
          case DGRAM -> SOCK_DGRAM;
          case RAW -> SOCK_RAW;
          case SEQPACKET -> SOCK_SEQPACKET;
        };
    try (Scratch s = Scratch.borrow()) {
      int domain = SocketAddresses.family(family);
      int kind = number | SOCK_CLOEXEC;
      int fd = (int) Libc.SOCKET.invokeExact(s.capture, domain, kind, protocolNumber);
      if (fd < 0) {
        throw new OsException("socket", family + " " + type + " " + protocolNumber, s.errno());
      }
      return Fd.of(fd);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  public static void bind(Fd fd, Endpoint at) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      int length = SocketAddresses.write(s.address, at);
      int result = (int) Libc.BIND.invokeExact(s.capture, s.fd, s.address, length);
      check(result, "bind", at.toString(), s);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Begins to listen, or again after {@link #stopListening}.
   *
   * @param backlog clients that the kernel keeps; it caps the number at {@link #somaxconn()}
   */
  public static void listen(Fd fd, int backlog) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      int result = (int) Libc.LISTEN.invokeExact(s.capture, s.fd, backlog);
      check(result, "listen", fd.toString(), s);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** The longest backlog that the kernel allows. */
  public static int somaxconn() {
    // one read for all of it: these files give what is left behind a first small read as the end
    try (BufferedReader in = Files.newBufferedReader(Path.of("/proc/sys/net/core/somaxconn"))) {
      return Integer.parseInt(in.readLine().strip());
    } catch (IOException | NumberFormatException e) {
      return DEFAULT_BACKLOG; // a /proc that is not there; the kernel caps what is too much
    }
  }

  /**
   * Accepts one client. On a blocking listener call it only when the listener is readable.
   *
   * @return null when nobody is there, or the client is gone already
   */
  public static Accepted accept(Fd listener) throws OsException {
    try (Scratch s = Scratch.borrow(listener)) {
      while (true) {
        s.length.set(ValueLayout.JAVA_INT, 0, Layouts.SOCKADDR_STORAGE);
        int fd =
            (int)
                Libc.ACCEPT4.invokeExact(
                    s.capture, s.fd, s.address, s.length, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd >= 0) {
          Endpoint peer = SocketAddresses.read(s.address);
          Fd owned = Fd.of(fd);
          if (peer == null) {
            owned.close();
            return null;
          }
          return new Accepted(owned, peer);
        }
        switch (s.errno()) {
          case Errno.EINTR -> {}
          case Errno.EAGAIN,
              Errno.ECONNABORTED,
              Errno.EPROTO,
              Errno.ENETDOWN,
              Errno.EHOSTDOWN,
              Errno.EHOSTUNREACH,
              Errno.ENETUNREACH -> {
            return null; // accept(2): errors of the client's network count as no client
          }
          default -> throw new OsException("accept", listener.toString(), s.errno());
        }
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Begins to connect a non-blocking socket, and looks once more: a target on this host has
   * answered by then, and nobody need wait.
   *
   * @return true when connected; false when in progress: await writability, then {@link
   *     #connectResult}
   */
  public static boolean connect(Fd fd, Endpoint to) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      int length = SocketAddresses.write(s.address, to);
      for (int look = 0; look < 2; look++) {
        int result = (int) Libc.CONNECT.invokeExact(s.capture, s.fd, s.address, length);
        if (result == 0) {
          return true;
        }
        switch (s.errno()) {
          case Errno.EINPROGRESS, Errno.EALREADY, Errno.EINTR -> {} // look again, then wait
          default -> throw new OsException("connect", to.toString(), s.errno());
        }
      }
      return false;
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Throws what became of a connect that was in progress; returns when it succeeded. */
  public static void connectResult(Fd fd) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      s.length.set(ValueLayout.JAVA_INT, 0, Integer.BYTES);
      int result =
          (int)
              Libc.GETSOCKOPT.invokeExact(
                  s.capture, s.fd, SOL_SOCKET, SO_ERROR, s.buffer, s.length);
      check(result, "getsockopt", fd.toString(), s);
      int error = s.buffer.get(ValueLayout.JAVA_INT, 0);
      if (error != 0) {
        throw new OsException("connect", fd.toString(), error);
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** The address that a socket is bound to. */
  public static Endpoint local(Fd fd) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      s.length.set(ValueLayout.JAVA_INT, 0, Layouts.SOCKADDR_STORAGE);
      int result = (int) Libc.GETSOCKNAME.invokeExact(s.capture, s.fd, s.address, s.length);
      check(result, "getsockname", fd.toString(), s);
      return known(SocketAddresses.read(s.address), "getsockname", fd);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** The address that a socket is connected to. */
  public static Endpoint peer(Fd fd) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      s.length.set(ValueLayout.JAVA_INT, 0, Layouts.SOCKADDR_STORAGE);
      int result = (int) Libc.GETPEERNAME.invokeExact(s.capture, s.fd, s.address, s.length);
      check(result, "getpeername", fd.toString(), s);
      return known(SocketAddresses.read(s.address), "getpeername", fd);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  static Endpoint known(Endpoint endpoint, String call, Fd fd) throws OsException {
    if (endpoint == null) {
      throw new OsException(call, fd.toString(), Errno.EAFNOSUPPORT);
    }
    return endpoint;
  }

  /** Sets O_NONBLOCK, which all who share the open file description see. */
  public static void nonBlocking(Fd fd, boolean on) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      nonBlocking(s.fd, on);
    }
  }

  static void nonBlocking(int fd, boolean on) throws OsException {
    try (Scratch s = Scratch.borrow()) {
      int flags = (int) Libc.FCNTL_INT.invokeExact(s.capture, fd, F_GETFL, 0);
      check(flags, "fcntl", "descriptor " + fd, s);
      int wanted = on ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
      if (wanted != flags) {
        int result = (int) Libc.FCNTL_INT.invokeExact(s.capture, fd, F_SETFL, wanted);
        check(result, "fcntl", "descriptor " + fd, s);
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Reads what is there.
   *
   * @return bytes read, at most 16 KiB; {@link #END}; {@link #WOULD_BLOCK}
   */
  public static int read(Fd fd, byte[] to, int offset, int length) throws OsException {
    Objects.checkFromIndexSize(offset, length, to.length);
    if (length == 0) {
      throw new IllegalArgumentException("a read of no bytes looks like the end");
    }
    try (Scratch s = Scratch.borrow(fd)) {
      long room = Math.min(length, Scratch.BUFFER);
      while (true) {
        long n = (long) Libc.READ.invokeExact(s.capture, s.fd, s.buffer, room);
        if (n >= 0) {
          MemorySegment.copy(s.buffer, ValueLayout.JAVA_BYTE, 0, to, offset, (int) n);
          return (int) n;
        }
        int errno = s.errno();
        if (errno == Errno.EAGAIN) {
          return WOULD_BLOCK;
        }
        if (errno != Errno.EINTR) {
          throw new OsException("read", fd.toString(), errno);
        }
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Writes to a socket as much as it takes; no signal is raised when the other side is gone.
   *
   * @return bytes written, at most 16 KiB; {@link #WOULD_BLOCK}
   */
  public static int write(Fd fd, byte[] from, int offset, int length) throws OsException {
    Objects.checkFromIndexSize(offset, length, from.length);
    try (Scratch s = Scratch.borrow(fd)) {
      int room = Math.min(length, Scratch.BUFFER);
      MemorySegment.copy(from, offset, s.buffer, ValueLayout.JAVA_BYTE, 0, room);
      while (true) {
        long n =
            (long)
                Libc.SENDTO.invokeExact(
                    s.capture, s.fd, s.buffer, (long) room, MSG_NOSIGNAL, MemorySegment.NULL, 0);
        if (n >= 0) {
          return (int) n;
        }
        int errno = s.errno();
        if (errno == Errno.EAGAIN) {
          return WOULD_BLOCK;
        }
        if (errno != Errno.EINTR) {
          throw new OsException("write", fd.toString(), errno);
        }
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** No more is read; what still comes is discarded. */
  public static void shutdownInput(Fd fd) throws OsException {
    shutdown(fd, SHUT_RD);
  }

  /** No more is sent; the other side reads the end. */
  public static void shutdownOutput(Fd fd) throws OsException {
    shutdown(fd, SHUT_WR);
  }

  /** Ends the connection for everybody who shares it. */
  public static void shutdownBoth(Fd fd) throws OsException {
    shutdown(fd, SHUT_RDWR);
  }

  /**
   * Refuses new clients on a listener while its port stays ours; {@link #listen} resumes. Clients
   * that were not accepted yet get a reset. A port that the kernel chose (bound as 0) is not kept.
   */
  public static void stopListening(Fd fd) throws OsException {
    shutdown(fd, SHUT_RD);
  }

  private static void shutdown(Fd fd, int how) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      int result = (int) Libc.SHUTDOWN.invokeExact(s.capture, s.fd, how);
      if (result < 0 && s.errno() != Errno.ENOTCONN) {
        throw new OsException("shutdown", fd.toString(), s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  static void check(int result, String call, String subject, Scratch s) throws OsException {
    if (result < 0) {
      throw new OsException(call, subject, s.errno());
    }
  }
}
