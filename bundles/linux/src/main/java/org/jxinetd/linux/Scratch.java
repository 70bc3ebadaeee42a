package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Native memory for one call: errno, a socket address with its length, a small buffer. Borrowed
 * from a bounded pool without locks, since virtual threads are too many to own one each.
 */
final class Scratch implements AutoCloseable {

  /** Bytes that one read or write moves at most. */
  static final int BUFFER = 16 * 1024;

  private static final int SLOTS = 64;
  private static final int TRIES = 4;
  private static final AtomicReferenceArray<Scratch> POOL = new AtomicReferenceArray<>(SLOTS);

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
    int slot = slot();
    for (int i = 0; i < TRIES; i++) {
      Scratch free = POOL.getAndSet((slot + i) % SLOTS, null);
      if (free != null) {
        return free;
      }
    }
    return new Scratch();
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

  /** Back to the pool; where it is full, the memory is left to the collector. */
  @Override
  public void close() {
    Fd left = entered;
    entered = null;
    fd = -1;
    giveBack();
    if (left != null) {
      left.leave();
    }
  }

  private void giveBack() {
    int slot = slot();
    for (int i = 0; i < TRIES; i++) {
      if (POOL.compareAndSet((slot + i) % SLOTS, null, this)) {
        return;
      }
    }
  }

  /** Threads that run at the same time begin at different slots, as a rule. */
  private static int slot() {
    return (int) Thread.currentThread().threadId() & (SLOTS - 1);
  }
}
