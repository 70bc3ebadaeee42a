package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** This process: identity, limits, working directory; and the load of the machine. */
public final class Self {

  private static final int RLIMIT_NOFILE = 7;

  private Self() {}

  public static int effectiveUid() {
    try {
      return (int) Libc.GETEUID.invokeExact();
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  public static int effectiveGid() {
    try {
      return (int) Libc.GETEGID.invokeExact();
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Sets the file mode mask; returns the one before. */
  public static int umask(int mask) {
    try {
      return (int) Libc.UMASK.invokeExact(mask & 0777);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Changes the working directory of the process. Java goes on to resolve relative names against
   * the one it was started in: use absolute paths afterwards.
   */
  public static void changeDirectory(String path) throws OsException {
    try (Arena arena = Arena.ofConfined();
        Scratch s = Scratch.borrow()) {
      int result = (int) Libc.CHDIR.invokeExact(s.capture, arena.allocateFrom(path));
      if (result < 0) {
        throw new OsException("chdir", path, s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Removes a variable from the environment. Java copies the environment when it is first asked for
   * it: afterwards it still sees the variable.
   */
  public static void unsetVariable(String name) throws OsException {
    try (Arena arena = Arena.ofConfined();
        Scratch s = Scratch.borrow()) {
      int result = (int) Libc.UNSETENV.invokeExact(s.capture, arena.allocateFrom(name));
      if (result < 0) {
        throw new OsException("unsetenv", name, s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Makes descriptors 0, 1 and 2 the null device, whatever they were. */
  public static void discardStandardStreams() throws OsException {
    try (Fd device = OpenFiles.nothing();
        Scratch s = Scratch.borrow(device)) {
      for (int standard = 0; standard <= 2; standard++) {
        int result = (int) Libc.DUP2.invokeExact(s.capture, s.fd, standard);
        if (result < 0) {
          throw new OsException("dup2", "descriptor " + standard, s.errno());
        }
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** How many descriptors may be open now: the soft RLIMIT_NOFILE. */
  public static long descriptorLimit() throws OsException {
    return limit(Layouts.RLIM_CUR);
  }

  /** How far the soft limit may be raised. */
  public static long descriptorLimitHard() throws OsException {
    return limit(Layouts.RLIM_MAX);
  }

  private static long limit(int offset) throws OsException {
    try (Scratch s = Scratch.borrow()) {
      getLimit(s);
      long value = s.buffer.get(ValueLayout.JAVA_LONG, offset);
      return value < 0 ? Long.MAX_VALUE : value; // RLIM_INFINITY is all ones
    }
  }

  private static void getLimit(Scratch s) throws OsException {
    try {
      int result = (int) Libc.GETRLIMIT.invokeExact(s.capture, RLIMIT_NOFILE, s.buffer);
      if (result < 0) {
        throw new OsException("getrlimit", "RLIMIT_NOFILE", s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Raises the soft limit of descriptors to the hard one. */
  public static void raiseDescriptorLimit() throws OsException {
    try (Scratch s = Scratch.borrow()) {
      getLimit(s);
      s.buffer.set(
          ValueLayout.JAVA_LONG,
          Layouts.RLIM_CUR,
          s.buffer.get(ValueLayout.JAVA_LONG, Layouts.RLIM_MAX));
      int result = (int) Libc.SETRLIMIT.invokeExact(s.capture, RLIMIT_NOFILE, s.buffer);
      if (result < 0) {
        throw new OsException("setrlimit", "RLIMIT_NOFILE", s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** The load average of the last minute; getloadavg(3). */
  public static double loadAverage() throws OsException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment three = arena.allocate(ValueLayout.JAVA_DOUBLE, 3);
      int got = (int) Libc.GETLOADAVG.invokeExact(three, 1);
      if (got < 1) {
        throw new OsException("getloadavg", "", Errno.ENOENT);
      }
      return three.get(ValueLayout.JAVA_DOUBLE, 0);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static final int PRIO_PROCESS = 0;
  private static final int LOWEST_PRIORITY = 19;

  /** The kernel's number of the calling thread, which must be a platform thread; gettid(2). */
  public static int threadId() {
    try {
      return (int) Libc.GETTID.invokeExact();
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Leaves a thread of this process the time that nobody else wants, for good: only root can raise
   * a priority again. setpriority(2), which on Linux concerns single threads.
   *
   * @param thread its {@link #threadId}; the caller knows that it is alive
   */
  public static void lowerPriority(int thread) throws OsException {
    if (thread <= 0) {
      throw new IllegalArgumentException("thread " + thread); // 0 would be the calling one
    }
    try (Scratch s = Scratch.borrow()) {
      int result =
          (int) Libc.SETPRIORITY.invokeExact(s.capture, PRIO_PROCESS, thread, LOWEST_PRIORITY);
      if (result < 0) {
        throw new OsException("setpriority", "thread " + thread, s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
