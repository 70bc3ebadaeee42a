package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jxinetd.api.service.Endpoint;

/**
 * Datagrams, one at a time, see udp(7). No call blocks. All throw {@link OsException} with the
 * address or descriptor concerned.
 */
public final class Datagrams {

  private static final int MSG_PEEK = 0x2;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;
  private static final int LARGEST_DATAGRAM = 65_536;

  private Datagrams() {}

  /** A datagram and its sender; the bytes belong to whoever received it. */
  @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
  public record Received(Endpoint peer, byte[] data) {}

  /**
   * Takes one datagram without blocking.
   *
   * @param limit bytes wanted, at most 65,536; the rest of a longer datagram is lost
   * @param peek leaves the datagram where it is
   * @return null when there is none
   */
  public static Received receive(Fd fd, int limit, boolean peek) throws OsException {
    if (limit < 1 || limit > LARGEST_DATAGRAM) {
      throw new IllegalArgumentException("limit " + limit);
    }
    if (limit <= Scratch.BUFFER) {
      try (Scratch s = Scratch.borrow(fd)) {
        return receive(fd, s, s.buffer, limit, peek);
      }
    }
    try (Arena arena = Arena.ofConfined();
        Scratch s = Scratch.borrow(fd)) {
      return receive(fd, s, arena.allocate(limit), limit, peek);
    }
  }

  private static Received receive(Fd fd, Scratch s, MemorySegment buffer, int limit, boolean peek)
      throws OsException {
    int flags = MSG_DONTWAIT | (peek ? MSG_PEEK : 0);
    try {
      while (true) {
        s.length.set(ValueLayout.JAVA_INT, 0, Layouts.SOCKADDR_STORAGE);
        long n =
            (long)
                Libc.RECVFROM.invokeExact(
                    s.capture, s.fd, buffer, (long) limit, flags, s.address, s.length);
        if (n >= 0) {
          Endpoint peer = Sockets.known(SocketAddresses.read(s.address), "recvfrom", fd);
          return new Received(peer, buffer.asSlice(0, n).toArray(ValueLayout.JAVA_BYTE));
        }
        int errno = s.errno();
        if (errno == Errno.EAGAIN || errno == Errno.ECONNREFUSED) {
          return null; // ECONNREFUSED: an earlier answer of ours did not find its addressee
        }
        if (errno != Errno.EINTR) {
          throw new OsException("recvfrom", fd.toString(), errno);
        }
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Sends one datagram.
   *
   * @return false when the buffer is full and the datagram was not sent
   */
  public static boolean send(Fd fd, byte[] data, Endpoint to) throws OsException {
    try (Arena arena = Arena.ofConfined();
        Scratch s = Scratch.borrow(fd)) {
      MemorySegment buffer = data.length <= Scratch.BUFFER ? s.buffer : arena.allocate(data.length);
      MemorySegment.copy(data, 0, buffer, ValueLayout.JAVA_BYTE, 0, data.length);
      int length = SocketAddresses.write(s.address, to);
      long n =
          (long)
              Libc.SENDTO.invokeExact(
                  s.capture,
                  s.fd,
                  buffer,
                  (long) data.length,
                  MSG_DONTWAIT | MSG_NOSIGNAL,
                  s.address,
                  length);
      if (n >= 0) {
        return true;
      }
      int errno = s.errno();
      if (errno == Errno.EAGAIN || errno == Errno.ENOBUFS) {
        return false;
      }
      throw new OsException("sendto", to.toString(), errno);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
