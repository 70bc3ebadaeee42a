package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/**
 * A child process, held by its pidfd: its end is awaited and signals reach it and nobody else, even
 * when its process id is in use again. Not reaped by anybody else: waitid(2) is asked for this
 * child alone.
 */
public final class Child {

  private static final int SYS_PIDFD_SEND_SIGNAL = 424;
  private static final int SYS_PIDFD_OPEN = 434;
  private static final int P_PIDFD = 3;
  private static final int WEXITED = 4;
  private static final int CLD_EXITED = 1;

  /** Statuses that the launcher ends with when it could not start the program. */
  private static final int NOT_EXECUTED = 126;

  private static final int NOT_FOUND = 127;

  private final long pid;
  private final Fd pidfd;
  private final FailureReports reports;
  private volatile Optional<SpawnFailure> failure = Optional.empty();

  private Child(long pid, Fd pidfd, FailureReports reports) {
    this.pid = pid;
    this.pidfd = pidfd;
    this.reports = reports;
  }

  /** Takes hold of a child that was just started and not reaped. */
  static Child of(int pid, FailureReports reports) throws OsException {
    try (Scratch s = Scratch.borrow()) {
      long fd =
          (long) Libc.SYSCALL_PIDFD_OPEN.invokeExact(s.capture, (long) SYS_PIDFD_OPEN, pid, 0);
      if (fd < 0) {
        throw new OsException("pidfd_open", "process " + pid, s.errno());
      }
      return new Child(pid, Fd.of((int) fd), reports);
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
   * Waits for the end of the process and reaps it. To be called once.
   *
   * @throws InterruptedException the process goes on then and stays unreaped
   */
  public Exit await() throws InterruptedException, OsException {
    boolean ready = Poller.await(pidfd, Poller.READ, 0);
    assert ready;
    Exit exit = reap();
    pidfd.close();
    if (exit instanceof Exit.Exited e && (e.status() == NOT_EXECUTED || e.status() == NOT_FOUND)) {
      failure = reports.take((int) pid);
    }
    return exit;
  }

  private Exit reap() throws OsException {
    try (Scratch s = Scratch.borrow()) {
      MemorySegment info = s.buffer.asSlice(0, Layouts.SIGINFO);
      int result;
      do {
        result = (int) Libc.WAITID.invokeExact(s.capture, P_PIDFD, pidfd.number(), info, WEXITED);
      } while (result < 0 && s.errno() == Errno.EINTR);
      if (result < 0) {
        throw new OsException("waitid", "process " + pid, s.errno());
      }
      int status = info.get(ValueLayout.JAVA_INT, Layouts.SI_STATUS);
      return info.get(ValueLayout.JAVA_INT, Layouts.SI_CODE) == CLD_EXITED
          ? new Exit.Exited(status)
          : new Exit.Signaled(status);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Sends a signal; nothing happens when the process has ended. */
  public void signal(int number) {
    synchronized (pidfd) { // closed under the same lock
      if (!pidfd.isOpen()) {
        return;
      }
      try (Scratch s = Scratch.borrow()) {
        long result =
            (long)
                Libc.SYSCALL_PIDFD_SEND_SIGNAL.invokeExact(
                    s.capture,
                    (long) SYS_PIDFD_SEND_SIGNAL,
                    pidfd.number(),
                    number,
                    MemorySegment.NULL,
                    0);
        if (result < 0 && s.errno() != Errno.ESRCH && s.errno() != Errno.EPERM) {
          throw new IllegalStateException(
              new OsException("pidfd_send_signal", "process " + pid, s.errno()));
        }
      } catch (Throwable e) {
        throw Libc.unexpected(e);
      }
    }
  }

  /** Why the program was not started; known once {@link #await} has returned. */
  public Optional<SpawnFailure> failure() {
    return failure;
  }
}
