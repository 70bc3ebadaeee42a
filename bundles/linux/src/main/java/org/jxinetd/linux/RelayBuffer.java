package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Native memory that data crosses on its way from one socket to another, without a copy on the
 * heap. Borrowed while data moves and closed while there is none, so that idle relays hold nothing.
 * Belongs to one thread at a time.
 *
 * <p>There are {@value #LARGE_COUNT} large buffers. When all of them are held by relays whose
 * receivers are slow, further ones get small buffers: slower, but nobody waits for a stranger's
 * receiver, and memory stays bounded by the number of descriptors.
 */
public final class RelayBuffer implements AutoCloseable {

  /** Bytes of a large buffer. */
  public static final int LARGE = 128 * 1024;

  /** Bytes of a small one. */
  public static final int SMALL = 4 * 1024;

  static final int LARGE_COUNT = 128;

  private static final int MSG_NOSIGNAL = 0x4000;
  private static final ConcurrentLinkedDeque<RelayBuffer> LARGE_POOL =
      new ConcurrentLinkedDeque<>();
  private static final ConcurrentLinkedDeque<RelayBuffer> SMALL_POOL =
      new ConcurrentLinkedDeque<>();
  private static final AtomicInteger LARGE_MADE = new AtomicInteger();

  private final MemorySegment capture;
  private final MemorySegment memory;
  private int begin;
  private int end;
  private boolean borrowed;

  private RelayBuffer(int bytes) {
    Arena arena = Arena.ofAuto();
    capture = arena.allocate(Libc.CAPTURE);
    memory = arena.allocate(bytes, 8);
  }

  /** An empty buffer; a large one unless all are in use. */
  public static RelayBuffer borrow() {
    RelayBuffer buffer = LARGE_POOL.pollFirst();
    if (buffer == null && LARGE_MADE.get() < LARGE_COUNT) {
      if (LARGE_MADE.incrementAndGet() <= LARGE_COUNT) {
        buffer = new RelayBuffer(LARGE);
      } else {
        LARGE_MADE.decrementAndGet();
      }
    }
    if (buffer == null) {
      buffer = SMALL_POOL.pollFirst();
    }
    if (buffer == null) {
      buffer = new RelayBuffer(SMALL);
    }
    buffer.borrowed = true;
    return buffer;
  }

  /** Bytes it holds at most. */
  public int capacity() {
    return (int) memory.byteSize();
  }

  public boolean isEmpty() {
    return begin == end;
  }

  /** Forgets what it holds. */
  public void clear() {
    begin = 0;
    end = 0;
  }

  /**
   * Reads once from a non-blocking descriptor into the empty buffer.
   *
   * @return bytes read, {@link Sockets#END} or {@link Sockets#WOULD_BLOCK}
   */
  public int fill(Fd from) throws OsException {
    if (!borrowed || begin != end) {
      throw new IllegalStateException("not an empty buffer");
    }
    int number = from.enter();
    try {
      while (true) {
        long n = (long) Libc.READ.invokeExact(capture, number, memory, memory.byteSize());
        if (n >= 0) {
          begin = 0;
          end = (int) n;
          return (int) n;
        }
        int errno = Libc.errnoOf(capture);
        if (errno == Errno.EAGAIN) {
          return Sockets.WOULD_BLOCK;
        }
        if (errno != Errno.EINTR) {
          throw new OsException("read", from.toString(), errno);
        }
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      from.leave();
    }
  }

  /**
   * Writes once to a non-blocking socket; no signal is raised when the other side is gone.
   *
   * @return bytes written, or {@link Sockets#WOULD_BLOCK}; the rest stays in the buffer
   */
  public int drain(Fd to) throws OsException {
    if (!borrowed || begin == end) {
      throw new IllegalStateException("nothing to write");
    }
    int number = to.enter();
    try {
      while (true) {
        long n =
            (long)
                Libc.SENDTO.invokeExact(
                    capture,
                    number,
                    memory.asSlice(begin, end - begin),
                    (long) (end - begin),
                    MSG_NOSIGNAL,
                    MemorySegment.NULL,
                    0);
        if (n >= 0) {
          begin += (int) n;
          return (int) n;
        }
        int errno = Libc.errnoOf(capture);
        if (errno == Errno.EAGAIN) {
          return Sockets.WOULD_BLOCK;
        }
        if (errno != Errno.EINTR) {
          throw new OsException("write", to.toString(), errno);
        }
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      to.leave();
    }
  }

  /** Gives the buffer back, and what it still holds up. Further calls do nothing. */
  @Override
  public void close() {
    if (!borrowed) {
      return;
    }
    borrowed = false;
    clear();
    (memory.byteSize() == LARGE ? LARGE_POOL : SMALL_POOL).addFirst(this);
  }
}
