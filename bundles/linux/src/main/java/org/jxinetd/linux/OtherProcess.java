package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;

/**
 * A process that is not our child, held by its pidfd: its end can be awaited, and signals reach it
 * and nobody else. Nothing is reaped.
 */
public final class OtherProcess implements AutoCloseable {

  private static final int SYS_PIDFD_SEND_SIGNAL = 424;
  private static final int SYS_PIDFD_OPEN = 434;

  private final long pid;
  private final Fd pidfd;

  private OtherProcess(long pid, Fd pidfd) {
    this.pid = pid;
    this.pidfd = pidfd;
  }

  /**
   * Takes hold of a process that runs now.
   *
   * @throws OsException with ESRCH when there is none of that number
   */
  public static OtherProcess of(int pid) throws OsException {
    try (Scratch s = Scratch.borrow()) {
      long fd =
          (long) Libc.SYSCALL_PIDFD_OPEN.invokeExact(s.capture, (long) SYS_PIDFD_OPEN, pid, 0);
      if (fd < 0) {
        throw new OsException("pidfd_open", "process " + pid, s.errno());
      }
      return new OtherProcess(pid, Fd.of((int) fd));
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  public long pid() {
    return pid;
  }

  /**
   * Waits for the end of the process.
   *
   * @param limitNanos longest wait; 0 for no limit
   * @return false when it goes on
   */
  public boolean awaitEnd(long limitNanos) throws OsException, InterruptedException {
    return Poller.await(pidfd, Poller.READ, limitNanos);
  }

  /** Sends a signal; nothing happens when the process has ended. */
  public void signal(int number) throws OsException {
    try (Scratch s = Scratch.borrow(pidfd)) {
      long result =
          (long)
              Libc.SYSCALL_PIDFD_SEND_SIGNAL.invokeExact(
                  s.capture, (long) SYS_PIDFD_SEND_SIGNAL, s.fd, number, MemorySegment.NULL, 0);
      if (result < 0 && s.errno() != Errno.ESRCH) {
        throw new OsException("pidfd_send_signal", "process " + pid, s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  @Override
  public void close() {
    pidfd.close();
  }
}
