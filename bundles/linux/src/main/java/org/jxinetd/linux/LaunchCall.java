package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The packet that asks the resident launcher for a start, with the descriptors in it. */
final class LaunchCall {

  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_DONTWAIT = 0x40;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** How the memory of a call is laid out: msghdr, three iovecs, a control message, the header. */
  private static final int IOVECS = 64;

  private static final int CONTROL = IOVECS + 3 * Layouts.IOVEC;
  private static final int HEADER = CONTROL + 24;
  private static final int EXTRA = HEADER + LaunchMessage.HEADER;

  private LaunchCall() {}

  /**
   * Sends it, without waiting.
   *
   * @param id what the answer will name
   * @param stdio descriptor of the server's standard input and output
   * @param errors descriptor of its standard error
   * @param extra variables of this start alone
   * @return the error number of sendmsg(2), or 0
   */
  static int send(
      Fd socket, int id, LaunchMessage message, int stdio, int errors, Map<String, String> extra)
      throws OsException {
    try (Scratch s = Scratch.borrow(socket)) {
      MemorySegment m = s.buffer;
      long end = extra(m, extra);
      long length = LaunchMessage.HEADER + message.body().byteSize() + (end - EXTRA);
      int words = message.words() + extra.size();
      if (end < 0 || length > LaunchMessage.LARGEST || words > LaunchMessage.MOST_WORDS) {
        return Errno.E2BIG;
      }
      m.asSlice(0, EXTRA).fill((byte) 0);
      MemorySegment.copy(message.header(), 0, m, HEADER, LaunchMessage.HEADER);
      m.set(ValueLayout.JAVA_INT, HEADER + LaunchMessage.ID, id);
      m.set(ValueLayout.JAVA_INT, HEADER + LaunchMessage.LENGTH, (int) length);
      int variables = message.variables() + extra.size();
      m.set(ValueLayout.JAVA_INT, HEADER + LaunchMessage.VARIABLES, variables);
      iovec(m, 0, m.asSlice(HEADER, LaunchMessage.HEADER));
      iovec(m, 1, message.body());
      iovec(m, 2, m.asSlice(EXTRA, end - EXTRA));
      int passed = stdio == errors ? 1 : 2;
      m.set(ValueLayout.JAVA_LONG, CONTROL, Layouts.CMSG_DATA + (long) Integer.BYTES * passed);
      m.set(ValueLayout.JAVA_INT, CONTROL + Layouts.CMSG_LEVEL, SOL_SOCKET);
      m.set(ValueLayout.JAVA_INT, CONTROL + Layouts.CMSG_TYPE, SCM_RIGHTS);
      m.set(ValueLayout.JAVA_INT, CONTROL + Layouts.CMSG_DATA, stdio);
      m.set(ValueLayout.JAVA_INT, CONTROL + Layouts.CMSG_DATA + Integer.BYTES, errors);
      m.set(ValueLayout.ADDRESS, Layouts.MSG_IOV, m.asSlice(IOVECS));
      m.set(ValueLayout.JAVA_LONG, Layouts.MSG_IOVLEN, 3);
      m.set(ValueLayout.ADDRESS, Layouts.MSG_CONTROL, m.asSlice(CONTROL));
      m.set(ValueLayout.JAVA_LONG, Layouts.MSG_CONTROLLEN, 24); // CMSG_SPACE of one or of two
      long sent;
      do {
        sent = (long) Libc.SENDMSG.invokeExact(s.capture, s.fd, m, MSG_DONTWAIT | MSG_NOSIGNAL);
      } while (sent < 0 && s.errno() == Errno.EINTR);
      return sent < 0 ? s.errno() : 0;
    } catch (OsException closed) {
      return Errno.EPIPE;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static void iovec(MemorySegment m, int index, MemorySegment part) {
    long at = IOVECS + (long) index * Layouts.IOVEC;
    m.set(ValueLayout.ADDRESS, at, part);
    m.set(ValueLayout.JAVA_LONG, at + Layouts.IOV_LEN, part.byteSize());
  }

  /** Writes the variables of one start; where they end, or -1 when there is no room for them. */
  private static long extra(MemorySegment m, Map<String, String> extra) {
    long at = EXTRA;
    for (Map.Entry<String, String> variable : extra.entrySet()) {
      byte[] text =
          (variable.getKey() + "=" + variable.getValue()).getBytes(StandardCharsets.UTF_8);
      if (text.length >= m.byteSize() - at) {
        return -1;
      }
      for (byte b : text) {
        if (b == 0) {
          throw new IllegalArgumentException("a NUL in variable " + variable.getKey());
        }
      }
      MemorySegment.copy(text, 0, m, ValueLayout.JAVA_BYTE, at, text.length);
      at += text.length;
      m.set(ValueLayout.JAVA_BYTE, at++, (byte) 0);
    }
    return at;
  }
}
