package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** A pipe, non-blocking at both ends and closed on exec; pipe2(2). */
public record Pipe(Fd read, Fd write) {

  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;

  public static Pipe open() throws OsException {
    try (Scratch s = Scratch.borrow()) {
      MemorySegment two = s.buffer.asSlice(0, 2 * Integer.BYTES);
      int result = (int) Libc.PIPE2.invokeExact(s.capture, two, O_NONBLOCK | O_CLOEXEC);
      if (result < 0) {
        throw new OsException("pipe2", "", s.errno());
      }
      return new Pipe(
          Fd.of(two.get(ValueLayout.JAVA_INT, 0)), Fd.of(two.get(ValueLayout.JAVA_INT, 4)));
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
