package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Datagram sockets of the file system, unix(7), which java.nio does not have. {@link Sockets#read}
 * takes one datagram, {@link Sockets#write} on a connected socket sends one of at most 16 KiB; with
 * WOULD_BLOCK the receiver's queue is full.
 */
public final class LocalSockets {

  private static final short AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_NONBLOCK = 0x800;
  private static final int SOCK_CLOEXEC = 0x80000;

  /** struct sockaddr_un: family, then the path with its final zero. */
  private static final int SUN_PATH = 2;

  private static final int SOCKADDR_UN = 110;

  private LocalSockets() {}

  /** Opens a datagram socket, close-on-exec and non-blocking. */
  public static Fd openDatagram() throws OsException {
    try (Scratch s = Scratch.borrow()) {
      int kind = SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
      int fd = (int) Libc.SOCKET.invokeExact(s.capture, (int) AF_UNIX, kind, 0);
      if (fd < 0) {
        throw new OsException("socket", "unix dgram", s.errno());
      }
      return Fd.of(fd);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Makes a file system name for a socket that receives. */
  public static void bind(Fd fd, Path path) throws OsException {
    call(Libc.BIND, "bind", fd, path);
  }

  /** Fixes the receiver; the connection ends when the receiver closes. */
  public static void connect(Fd fd, Path path) throws OsException {
    call(Libc.CONNECT, "connect", fd, path);
  }

  private static void call(MethodHandle handle, String name, Fd fd, Path path) throws OsException {
    byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= SOCKADDR_UN - SUN_PATH) {
      throw new OsException(name, path.toString(), Errno.ENAMETOOLONG);
    }
    try (Scratch s = Scratch.borrow(fd)) {
      MemorySegment address = s.address;
      address.fill((byte) 0);
      address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
      MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, SUN_PATH, bytes.length);
      int length = SUN_PATH + bytes.length + 1;
      int result = (int) handle.invokeExact(s.capture, s.fd, address, length);
      if (result < 0) {
        throw new OsException(name, path.toString(), s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
