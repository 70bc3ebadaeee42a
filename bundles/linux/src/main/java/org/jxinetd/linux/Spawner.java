package org.jxinetd.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts servers. The child has the client's socket as descriptors 0, 1 and (unless told otherwise)
 * 2 and nothing else open, a session of its own, no blocked, ignored or caught signals, and / as
 * its working directory. Any thread.
 *
 * <p>As a rule the resident launcher starts it ({@link Residence}); what that cannot take, and
 * everything where there is none, is started by posix_spawn(3) through a launcher that becomes the
 * server.
 */
public final class Spawner {

  private static final Logger LOG = LoggerFactory.getLogger(Spawner.class);
  private static final int SPAWNERS = 4;
  private static final int MOST_WAITING = 65_536;

  /**
   * posix_spawn holds its caller until the exec (vfork), and a held virtual thread would hold its
   * carrier: these threads are held instead.
   */
  private static final ThreadPoolExecutor THREADS =
      new ThreadPoolExecutor(
          SPAWNERS,
          SPAWNERS,
          30,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().name("spawn-", 0).daemon().factory(),
          new ThreadPoolExecutor.AbortPolicy());

  static {
    THREADS.allowCoreThreadTimeOut(true);
  }

  private final Launcher launcher;
  private final FailureReports reports;

  /** Present for a launcher that complains. */
  private final Optional<Complaints> complaints;

  private final Optional<Residence> residence;

  private Spawner(Launcher launcher, Optional<Residence> residence) throws OsException {
    this.launcher = launcher;
    this.reports = FailureReports.shared();
    this.complaints = launcher.complains() ? Optional.of(Complaints.shared()) : Optional.empty();
    this.residence = residence;
  }

  /**
   * Chooses the way to start servers.
   *
   * @param helper the C helper; where it is empty or not executable, a chain of bash, setpriv,
   *     prlimit and nice serves, at about a fifth of the speed, and a warning says so
   */
  public static Spawner open(Optional<Path> helper) throws OsException {
    if (helper.isPresent() && Files.isExecutable(helper.get())) {
      return open(helper.get(), Optional.of(Residence.of(helper.get())));
    }
    LOG.warn("the helper xinetd-spawn is missing; servers are started by bash, which is slower");
    return new Spawner(ChainLauncher.find(), Optional.empty());
  }

  /**
   * With a helper.
   *
   * @param residence empty: each server has a launcher of its own
   */
  static Spawner open(Path helper, Optional<Residence> residence) throws OsException {
    return new Spawner(new HelperLauncher(helper), residence);
  }

  Launcher launcher() {
    return launcher;
  }

  /** What never changes about a command is put into memory once, when it is first started. */
  public Prepared prepare(Command command) {
    return new Marshalled(command);
  }

  /** A command that can be started again and again. */
  public interface Prepared {

    /**
     * Starts it.
     *
     * @param stdio a descriptor that stays open meanwhile; becomes 0 and 1, in blocking mode
     * @param errors a descriptor that stays open meanwhile; becomes 2
     * @param extraEnvironment variables on top of the command's, whose names it does not set itself
     */
    Child spawn(int stdio, int errors, Map<String, String> extraEnvironment)
        throws OsException, InterruptedException;

    /** Starts it with the client on all three descriptors. */
    default Child spawn(int stdio, Map<String, String> extraEnvironment)
        throws OsException, InterruptedException {
      return spawn(stdio, stdio, extraEnvironment);
    }
  }

  private final class Marshalled implements Prepared {
    private final Command command;
    // made by the first start: most of ten thousand services have not been asked for yet
    private final AtomicReference<LaunchMessage> message = new AtomicReference<>();
    private final AtomicReference<PosixSpawn.Image> image = new AtomicReference<>();

    Marshalled(Command command) {
      this.command = command;
    }

    private LaunchMessage message() {
      LaunchMessage made = message.get();
      if (made == null) {
        made = LaunchMessage.of(command);
        message.set(made); // two first starts at a time make it twice, and one is collected
      }
      return made;
    }

    private PosixSpawn.Image image() {
      PosixSpawn.Image made = image.get();
      if (made == null) {
        made =
            PosixSpawn.Image.of(command.path(), launcher.arguments(command), command.environment());
        image.set(made);
      }
      return made;
    }

    @Override
    public Child spawn(int stdio, int errors, Map<String, String> extraEnvironment)
        throws OsException, InterruptedException {
      Sockets.nonBlocking(stdio, false);
      if (residence.isPresent()) {
        Optional<Child> started = residence.get().start(message(), stdio, errors, extraEnvironment);
        if (started.isPresent()) {
          return started.get();
        }
      }
      return single(stdio, errors, extraEnvironment);
    }

    private Child single(int stdio, int errors, Map<String, String> extraEnvironment)
        throws OsException {
      FutureTask<Child> task = new FutureTask<>(() -> spawnHere(stdio, errors, extraEnvironment));
      try {
        THREADS.execute(task);
      } catch (RejectedExecutionException full) {
        // like a system without processes
        throw new OsException("posix_spawn", command.path(), Errno.EAGAIN);
      } catch (OutOfMemoryError noThread) {
        // the limit of processes holds for threads as well
        throw new OsException("posix_spawn", command.path(), Errno.EAGAIN);
      }
      boolean interrupted = false;
      try {
        while (true) {
          try {
            return task.get();
          } catch (InterruptedException e) {
            interrupted = true; // a child that is being started must not be lost
          } catch (ExecutionException e) {
            if (e.getCause() instanceof OsException failed) {
              throw new OsException(failed.call(), failed.subject(), failed.errno());
            }
            throw new IllegalStateException(e.getCause());
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }

    /**
     * Descriptor 3 is for reports; 4, where a launcher complains, is what it makes 2 in the end.
     */
    private Child spawnHere(int stdio, int errors, Map<String, String> extra) throws OsException {
      int report = reports.writeEnd();
      int pid =
          complaints.isPresent()
              ? PosixSpawn.start(
                  image(), extra, stdio, stdio, complaints.get().writeEnd(), report, errors)
              : PosixSpawn.start(image(), extra, stdio, stdio, errors, report);
      return Child.of(pid, reports);
    }
  }
}
