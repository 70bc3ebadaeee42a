package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * On which processors the threads of this process may run. A thread begins with the processors of
 * the one that starts it. sched_setaffinity(2). Any thread.
 */
public final class Affinity {

  /** Bytes of a set of processors: room for 1,024 of them, as in cpu_set_t. */
  private static final int BYTES = 128;

  private static final int CALLING = 0;

  private Affinity() {}

  /**
   * Confines the calling thread, which must be a platform thread, and every thread that it will
   * start, to one processor: the last one that the process may use.
   */
  public static void confine() throws OsException {
    set(CALLING, last(process()));
  }

  /**
   * Confines another thread to the same processor.
   *
   * @param thread its {@link Self#threadId}
   */
  public static void confine(int thread) throws OsException {
    set(other(thread), last(process()));
  }

  /** Lets a thread run on every processor that the process may use. */
  public static void free(int thread) throws OsException {
    set(other(thread), process());
  }

  /** Whether a thread may not run on every processor that the process may use. */
  public static boolean isConfined(int thread) throws OsException {
    long[] all = process();
    long[] its = get(other(thread));
    for (int i = 0; i < all.length; i++) {
      if ((all[i] & ~its[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  private static int other(int thread) {
    if (thread <= 0) {
      throw new IllegalArgumentException("thread " + thread); // 0 would be the calling one
    }
    return thread;
  }

  /** The processors of the first thread, which nobody confines. */
  private static long[] process() throws OsException {
    return get((int) ProcessHandle.current().pid());
  }

  private static long[] last(long[] processors) {
    long[] one = new long[processors.length];
    for (int i = processors.length - 1; i >= 0; i--) {
      if (processors[i] != 0) {
        one[i] = Long.highestOneBit(processors[i]);
        break;
      }
    }
    return one;
  }

  private static long[] get(int thread) throws OsException {
    try (Arena arena = Arena.ofConfined();
        Scratch s = Scratch.borrow()) {
      MemorySegment set = arena.allocate(BYTES, Long.BYTES);
      int got = (int) Libc.SCHED_GETAFFINITY.invokeExact(s.capture, thread, (long) BYTES, set);
      if (got < 0) {
        throw new OsException("sched_getaffinity", "thread " + thread, s.errno());
      }
      return set.toArray(ValueLayout.JAVA_LONG);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static void set(int thread, long[] processors) throws OsException {
    try (Arena arena = Arena.ofConfined();
        Scratch s = Scratch.borrow()) {
      MemorySegment set = arena.allocateFrom(ValueLayout.JAVA_LONG, processors);
      int done = (int) Libc.SCHED_SETAFFINITY.invokeExact(s.capture, thread, set.byteSize(), set);
      if (done < 0) {
        throw new OsException("sched_setaffinity", "thread " + thread, s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
