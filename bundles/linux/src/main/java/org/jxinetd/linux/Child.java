package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A child process, held by its pidfd: its end is awaited and signals reach it and nobody else, even
 * when its process id is in use again. Not reaped by anybody else: waitid(2) is asked for this
 * child alone.
 */
public final class Child {

  private static final Logger LOG = LoggerFactory.getLogger(Child.class);
  private static final int SYS_PIDFD_SEND_SIGNAL = 424;
  private static final int SYS_PIDFD_OPEN = 434;
  private static final int P_PID = 1;
  private static final int P_PIDFD = 3;
  private static final int WEXITED = 4;
  private static final int CLD_EXITED = 1;

  /** Statuses that the launcher ends with when it could not start the program. */
  private static final int NOT_EXECUTED = 126;

  private static final int NOT_FOUND = 127;

  private final long pid;
  private final Fd pidfd;
  private final FailureReports reports;
  private boolean endsGroup; // the awaiting thread's
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
        OsException why = new OsException("pidfd_open", "process " + pid, s.errno());
        end(pid, s);
        throw why;
      }
      return new Child(pid, Fd.of((int) fd), reports);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Nobody could ever wait for this child: it must not go on. Its id is its own until reaped. */
  private static void end(int pid, Scratch s) throws Throwable {
    int killed = (int) Libc.KILL.invokeExact(s.capture, pid, Signals.SIGKILL);
    if (killed < 0 && s.errno() != Errno.ESRCH) {
      LOG.error("process {} has no pidfd and cannot be killed (errno = {})", pid, s.errno());
      return;
    }
    Exit exit = reap(s, P_PID, pid);
    LOG.warn("process {} was killed, since the system gives no pidfd for it: {}", pid, exit);
  }

  public long pid() {
    return pid;
  }

  /**
   * Waits for the end of the process and reaps it. To be called once.
   *
   * @throws InterruptedException the process goes on then; it is reaped when it ends
   */
  public Exit await() throws InterruptedException, OsException {
    return await(Duration.ZERO).orElseThrow();
  }

  /**
   * Waits for the end of the process, at most so long, and reaps it.
   *
   * @param limit {@link Duration#ZERO} for no limit
   * @return empty when the process goes on; wait again then
   * @throws InterruptedException the process goes on then; it is reaped when it ends
   */
  public Optional<Exit> await(Duration limit) throws InterruptedException, OsException {
    try {
      return ended(limit) ? Optional.of(reap()) : Optional.empty();
    } catch (InterruptedException e) {
      Thread heir = Thread.ofVirtual().name("reaper-" + pid).start(this::outlive);
      LOG.debug("process {} is left to {}", pid, heir.getName());
      throw e;
    }
  }

  private void outlive() {
    try {
      boolean ended = ended(Duration.ZERO);
      assert ended;
      Exit exit = reap();
      LOG.debug("process {} has ended: {}", pid, exit);
    } catch (InterruptedException | OsException e) {
      LOG.error("process {} stays unreaped", pid, e);
    }
  }

  private boolean ended(Duration limit) throws InterruptedException {
    try {
      return Poller.await(pidfd, Poller.READ, limit.toNanos());
    } catch (OsException e) {
      LOG.error("process {} cannot be awaited and is killed", pid, e);
      signal(Signals.SIGKILL);
      return true;
    }
  }

  private Exit reap() throws OsException {
    try (Scratch s = Scratch.borrow(pidfd)) {
      if (endsGroup) {
        signalGroup(Signals.SIGKILL); // before the number of the group is free for others
      }
      Exit exit = reap(s, P_PIDFD, s.fd);
      if (exit instanceof Exit.Exited e
          && (e.status() == NOT_EXECUTED || e.status() == NOT_FOUND)) {
        failure = reports.take((int) pid);
      }
      return exit;
    } finally {
      pidfd.close();
    }
  }

  private static Exit reap(Scratch s, int kind, int id) throws OsException {
    MemorySegment info = s.buffer.asSlice(0, Layouts.SIGINFO);
    try {
      int result;
      do {
        result = (int) Libc.WAITID.invokeExact(s.capture, kind, id, info, WEXITED);
      } while (result < 0 && s.errno() == Errno.EINTR);
      if (result < 0) {
        throw new OsException("waitid", "child", s.errno());
      }
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
    int status = info.get(ValueLayout.JAVA_INT, Layouts.SI_STATUS);
    return info.get(ValueLayout.JAVA_INT, Layouts.SI_CODE) == CLD_EXITED
        ? new Exit.Exited(status)
        : new Exit.Signaled(status);
  }

  /** Sends a signal; nothing happens when the process has ended. */
  public void signal(int number) {
    try (Scratch s = Scratch.borrow(pidfd)) {
      long result =
          (long)
              Libc.SYSCALL_PIDFD_SEND_SIGNAL.invokeExact(
                  s.capture, (long) SYS_PIDFD_SEND_SIGNAL, s.fd, number, MemorySegment.NULL, 0);
      if (result < 0 && s.errno() != Errno.ESRCH) {
        LOG.warn(
            "{}", new OsException("pidfd_send_signal", "process " + pid, s.errno()).getMessage());
      }
    } catch (OsException reaped) {
      LOG.debug("signal {} comes too late for process {}", number, pid);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /**
   * Sends SIGTERM to the process and all of its group that it still leads; what is left of the
   * group when the process ends is killed. For the thread that awaits it.
   */
  public void terminateGroup() {
    endsGroup = true;
    signalGroup(Signals.SIGTERM);
  }

  /** Kills the process and all of its group. For the thread that awaits it. */
  public void killGroup() {
    endsGroup = true;
    signalGroup(Signals.SIGKILL);
  }

  /** The process is not reaped yet, so the number of its group belongs to nobody else. */
  private void signalGroup(int number) {
    try (Scratch s = Scratch.borrow(pidfd)) {
      int result = (int) Libc.KILL.invokeExact(s.capture, (int) -pid, number);
      if (result < 0 && s.errno() != Errno.ESRCH) {
        LOG.warn("{}", new OsException("kill", "process group " + pid, s.errno()).getMessage());
      }
    } catch (OsException reaped) {
      LOG.debug("signal {} comes too late for process group {}", number, pid);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** Why the program was not started; known once {@link #await} has returned. */
  public Optional<SpawnFailure> failure() {
    return failure;
  }
}
