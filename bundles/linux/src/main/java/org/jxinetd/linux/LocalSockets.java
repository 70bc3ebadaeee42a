package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Sockets of the file system, unix(7), that java.nio does not have. {@link Sockets#read} takes one
 * datagram, {@link Sockets#write} on a connected socket sends one of at most 16 KiB; with
 * WOULD_BLOCK the receiver's queue is full.
 */
public final class LocalSockets {

  private static final short AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_SEQPACKET = 5;
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

  /** Two stream sockets that are connected with each other, close-on-exec and non-blocking. */
  public record Pair(Fd one, Fd other) {}

  /** Opens such a pair; socketpair(2). */
  public static Pair pair() throws OsException {
    return pair(SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC);
  }

  /** Two connected sockets that keep messages apart, close-on-exec, in blocking mode. */
  static Pair packetPair() throws OsException {
    return pair(SOCK_SEQPACKET | SOCK_CLOEXEC);
  }

  private static Pair pair(int kind) throws OsException {
    try (Scratch s = Scratch.borrow()) {
      MemorySegment two = s.buffer.asSlice(0, 2 * Integer.BYTES);
      int result = (int) Libc.SOCKETPAIR.invokeExact(s.capture, (int) AF_UNIX, kind, 0, two);
      if (result < 0) {
        throw new OsException("socketpair", "", s.errno());
      }
      return new Pair(
          Fd.of(two.get(ValueLayout.JAVA_INT, 0)), Fd.of(two.get(ValueLayout.JAVA_INT, 4)));
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Makes a file system name for a socket that receives. */
  public static void bind(Fd fd, Path path) throws OsException {
    call(Libc.BIND, "bind", fd, path.toString());
  }

  /** Fixes the receiver; the connection ends when the receiver closes. */
  public static void connect(Fd fd, Path path) throws OsException {
    call(Libc.CONNECT, "connect", fd, path.toString());
  }

  /**
   * Fixes a receiver in the name space that is no file system: what the name says behind its first
   * character, as in {@code NOTIFY_SOCKET=@name}.
   */
  public static void connectAbstract(Fd fd, String name) throws OsException {
    call(Libc.CONNECT, "connect", fd, '\0' + name.substring(1));
  }

  private static void call(MethodHandle handle, String name, Fd fd, String path)
      throws OsException {
    byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
    if (bytes.length >= SOCKADDR_UN - SUN_PATH) {
      throw new OsException(name, path, Errno.ENAMETOOLONG);
    }
    boolean named = bytes.length == 0 || bytes[0] != 0;
    try (Scratch s = Scratch.borrow(fd)) {
      MemorySegment address = s.address;
      address.fill((byte) 0);
      address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
      MemorySegment.copy(bytes, 0, address, ValueLayout.JAVA_BYTE, SUN_PATH, bytes.length);
      // the zero at the end of a path counts; an abstract name is as long as it is
      int length = SUN_PATH + bytes.length + (named ? 1 : 0);
      int result = (int) handle.invokeExact(s.capture, s.fd, address, length);
      if (result < 0) {
        throw new OsException(name, path, s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
