package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Native memory for one call: errno, a socket address with its length, a small buffer. Borrowed
 * from a bounded pool, since virtual threads are too many to own one each.
 */
final class Scratch implements AutoCloseable {

  /** Bytes that one read or write moves at most. */
  static final int BUFFER = 16 * 1024;

  private static final ArrayBlockingQueue<Scratch> POOL = new ArrayBlockingQueue<>(256);

  final MemorySegment capture;
  final MemorySegment address;
  final MemorySegment length;
  final MemorySegment buffer;

  /** The descriptor's number during a call on one. */
  int fd;

  private Fd entered;

  private Scratch() {
    Arena arena = Arena.ofAuto();
    capture = arena.allocate(Libc.CAPTURE);
    address = arena.allocate(Layouts.SOCKADDR_STORAGE, 8);
    length = arena.allocate(ValueLayout.JAVA_LONG);
    buffer = arena.allocate(BUFFER, 8);
  }

  static Scratch borrow() {
    Scratch free = POOL.poll();
    return free == null ? new Scratch() : free;
  }

  /** For a call on a descriptor, which cannot be closed under it: its number is {@link #fd}. */
  static Scratch borrow(Fd on) throws OsException {
    int number = on.enter();
    Scratch scratch = borrow();
    scratch.entered = on;
    scratch.fd = number;
    return scratch;
  }

  int errno() {
    return Libc.errnoOf(capture);
  }

  /** Back to the pool; a pool that is full leaves the memory to the collector. */
  @Override
  public void close() {
    Fd left = entered;
    entered = null;
    fd = -1;
    boolean unused = POOL.offer(this);
    if (left != null) {
      left.leave();
    }
  }
}
