package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;

/**
 * Signals as plain events, through signalfd(2). They must be blocked in every thread of the
 * process: the launcher blocks them before it starts the VM, whose threads inherit that.
 */
public final class Signals implements AutoCloseable {

  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGABRT = 6;
  public static final int SIGKILL = 9;
  public static final int SIGUSR1 = 10;
  public static final int SIGUSR2 = 12;
  public static final int SIGALRM = 14;
  public static final int SIGTERM = 15;
  public static final int SIGSTKFLT = 16;
  public static final int SIGTSTP = 20;
  public static final int SIGTTIN = 21;
  public static final int SIGTTOU = 22;
  public static final int SIGXCPU = 24;
  public static final int SIGVTALRM = 26;
  public static final int SIGPROF = 27;
  public static final int SIGIO = 29;
  public static final int SIGPWR = 30;
  public static final int SIGSYS = 31;

  private static final int SFD_NONBLOCK = 0x800;
  private static final int SFD_CLOEXEC = 0x80000;
  private static final int SIG_BLOCK = 0;

  private final Fd fd;

  private Signals(Fd fd) {
    this.fd = fd;
  }

  /**
   * Blocks signals in the calling thread and begins to collect them.
   *
   * @param numbers 1 to 64
   */
  public static Signals block(Set<Integer> numbers) throws OsException {
    try (Arena arena = Arena.ofConfined();
        Scratch s = Scratch.borrow()) {
      MemorySegment set = arena.allocate(Layouts.SIGSET, 8);
      long bits = 0;
      for (int number : numbers) {
        if (number < 1 || number > 64) {
          throw new IllegalArgumentException("signal " + number);
        }
        bits |= 1L << (number - 1);
      }
      set.set(ValueLayout.JAVA_LONG, 0, bits);
      int error = (int) Libc.PTHREAD_SIGMASK.invokeExact(SIG_BLOCK, set, MemorySegment.NULL);
      if (error != 0) {
        throw new OsException("pthread_sigmask", "", error);
      }
      int fd = (int) Libc.SIGNALFD.invokeExact(s.capture, -1, set, SFD_NONBLOCK | SFD_CLOEXEC);
      if (fd < 0) {
        throw new OsException("signalfd", "", s.errno());
      }
      return new Signals(Fd.of(fd));
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Waits for the next signal. */
  public int take() throws InterruptedException, OsException {
    byte[] info = new byte[Layouts.SIGNALFD_SIGINFO];
    while (true) {
      int n = Sockets.read(fd, info, 0, info.length);
      if (n == Layouts.SIGNALFD_SIGINFO) {
        return MemorySegment.ofArray(info).get(ValueLayout.JAVA_INT_UNALIGNED, Layouts.SSI_SIGNO);
      }
      if (n != Sockets.WOULD_BLOCK) {
        throw new OsException("read", "signalfd", Errno.EINVAL);
      }
      boolean ready = Poller.await(fd, Poller.READ, 0);
      assert ready;
    }
  }

  /** Whether {@link #close} was called. */
  public boolean closed() {
    return !fd.isOpen();
  }

  @Override
  public void close() {
    fd.close();
  }
}
