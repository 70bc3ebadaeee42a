package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import org.jxinetd.api.service.Family;

/**
 * Options of sockets, see socket(7), ip(7), ipv6(7), tcp(7). None of the calls blocks. All throw
 * {@link OsException} with the descriptor and the option concerned.
 */
public final class SocketOptions {

  private static final int SOL_SOCKET = 1;
  private static final int SO_REUSEADDR = 2;
  private static final int SO_KEEPALIVE = 9;
  private static final int SO_BINDTODEVICE = 25;
  private static final int IPPROTO_IP = 0;
  private static final int IP_FREEBIND = 15;
  private static final int IPV6_FREEBIND = 78;
  private static final int IFNAMSIZ = 16;
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_NODELAY = 1;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;

  private SocketOptions() {}

  /** SO_REUSEADDR. */
  public static void reuseAddress(Fd fd, boolean on) throws OsException {
    option(fd, SOL_SOCKET, SO_REUSEADDR, on);
  }

  /** IPV6_V6ONLY: whether an IPv6 socket leaves IPv4 clients to others. */
  public static void v6Only(Fd fd, boolean on) throws OsException {
    option(fd, IPPROTO_IPV6, IPV6_V6ONLY, on);
  }

  /** TCP_NODELAY; on a listener it is inherited by the sockets it accepts. */
  public static void noDelay(Fd fd, boolean on) throws OsException {
    option(fd, IPPROTO_TCP, TCP_NODELAY, on);
  }

  /** SO_KEEPALIVE; on a listener it is inherited by the sockets it accepts. */
  public static void keepAlive(Fd fd, boolean on) throws OsException {
    option(fd, SOL_SOCKET, SO_KEEPALIVE, on);
  }

  /**
   * IP_FREEBIND: the socket may be bound to an address that this host does not have yet, see ip(7).
   */
  public static void freeBind(Fd fd, Family family) throws OsException {
    if (family == Family.INET) {
      option(fd, IPPROTO_IP, IP_FREEBIND, true);
    } else {
      option(fd, IPPROTO_IPV6, IPV6_FREEBIND, true);
    }
  }

  /**
   * SO_BINDTODEVICE: only what comes in through that interface, whatever addresses it has, see
   * socket(7). Needs CAP_NET_RAW before Linux 5.7.
   *
   * @throws IllegalArgumentException when that cannot be the name of an interface
   */
  public static void bindToDevice(Fd fd, String interfaceName) throws OsException {
    byte[] name = interfaceName.getBytes(StandardCharsets.US_ASCII);
    if (name.length == 0 || name.length >= IFNAMSIZ) {
      throw new IllegalArgumentException("not the name of an interface: " + interfaceName);
    }
    try (Scratch s = Scratch.borrow(fd)) {
      MemorySegment.copy(name, 0, s.buffer, ValueLayout.JAVA_BYTE, 0, name.length);
      s.buffer.set(ValueLayout.JAVA_BYTE, name.length, (byte) 0);
      int result =
          (int)
              Libc.SETSOCKOPT.invokeExact(
                  s.capture, s.fd, SOL_SOCKET, SO_BINDTODEVICE, s.buffer, name.length + 1);
      Sockets.check(result, "setsockopt", "interface " + interfaceName, s);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static void option(Fd fd, int level, int name, boolean on) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      s.buffer.set(ValueLayout.JAVA_INT, 0, on ? 1 : 0);
      int result =
          (int) Libc.SETSOCKOPT.invokeExact(s.capture, s.fd, level, name, s.buffer, Integer.BYTES);
      Sockets.check(result, "setsockopt", fd + " option " + level + "/" + name, s);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
