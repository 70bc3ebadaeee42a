package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * Starts servers with posix_spawn(3): never fork from a VM. The child has the client's socket as
 * descriptors 0, 1 and (unless told otherwise) 2 and nothing else open, a session of its own, no
 * blocked, ignored or caught signals, and / as its working directory. Any thread.
 */
public final class Spawner {

  private static final Logger LOG = LoggerFactory.getLogger(Spawner.class);

  private static final int REPORT = 3;

  /** Where a launcher that complains finds the server's standard error. */
  private static final int ERRORS = 4;

  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;
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

  private final Launcher launcher;
  private final FailureReports reports;

  /** Present for a launcher that complains. */
  private final Optional<Complaints> complaints;

  private Spawner(Launcher launcher) throws OsException {
    this.launcher = launcher;
    this.reports = FailureReports.shared();
    this.complaints = launcher.complains() ? Optional.of(Complaints.shared()) : Optional.empty();
  }

  /**
   * Chooses the way to start servers.
   *
   * @param helper the C helper; where it is empty or not executable, a chain of bash, setpriv,
   *     prlimit and nice serves, at about a fifth of the speed, and a warning says so
   */
  public static Spawner open(Optional<Path> helper) throws OsException {
    if (helper.isPresent() && Files.isExecutable(helper.get())) {
      return new Spawner(new HelperLauncher(helper.get()));
    }
    LOG.warn("the helper xinetd-spawn is missing; servers are started by bash, which is slower");
    return new Spawner(ChainLauncher.find());
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

  /**
   * What posix_spawn is given.
   *
   * @param environment pointers with a null behind them
   */
  private record Memory(
      MemorySegment path,
      MemorySegment argv,
      MemorySegment environment,
      MemorySegment attributes,
      MemorySegment root) {

    static Memory of(List<String> words, List<String> environment) {
      Arena arena = Arena.ofAuto();
      return new Memory(
          arena.allocateFrom(words.getFirst()),
          pointers(arena, words, 1),
          pointers(arena, environment, 0),
          Spawner.attributes(arena),
          arena.allocateFrom("/"));
    }
  }

  private final class Marshalled implements Prepared {
    private final Command command;
    private final String name;
    // made by the first start: most of ten thousand services have not been asked for yet
    private final AtomicReference<Memory> memory = new AtomicReference<>();

    Marshalled(Command command) {
      this.command = command;
      this.name = command.path();
    }

    private Memory memory() {
      Memory made = memory.get();
      if (made == null) {
        made = Memory.of(launcher.arguments(command), command.environment());
        memory.set(made); // two first starts at a time make it twice, and one is collected
      }
      return made;
    }

    @Override
    public Child spawn(int stdio, int errors, Map<String, String> extraEnvironment)
        throws OsException, InterruptedException {
      FutureTask<Child> task = new FutureTask<>(() -> spawnHere(stdio, errors, extraEnvironment));
      try {
        THREADS.execute(task);
      } catch (RejectedExecutionException full) {
        throw new OsException("posix_spawn", name, Errno.EAGAIN); // like a system without processes
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

    private Child spawnHere(int stdio, int errors, Map<String, String> extra) throws OsException {
      Sockets.nonBlocking(stdio, false);
      Memory fixed = memory();
      try (Arena call = Arena.ofConfined()) {
        MemorySegment actions = actions(call, stdio, errors, fixed.root());
        MemorySegment pid = call.allocate(ValueLayout.JAVA_INT);
        int error =
            (int)
                Libc.POSIX_SPAWN.invokeExact(
                    pid,
                    fixed.path(),
                    actions,
                    fixed.attributes(),
                    fixed.argv(),
                    environment(call, fixed.environment(), extra));
        int destroyed = (int) Libc.ACTIONS_DESTROY.invokeExact(actions);
        check(error, "posix_spawn", name);
        check(destroyed, "posix_spawn_file_actions_destroy", "");
        return Child.of(pid.get(ValueLayout.JAVA_INT, 0), reports);
      } catch (OsException e) {
        throw e;
      } catch (Throwable e) {
        throw Libc.unexpected(e);
      }
    }

    /** The command's environment with the extra variables behind it. */
    private static MemorySegment environment(
        SegmentAllocator allocator, MemorySegment environment, Map<String, String> extra) {
      if (extra.isEmpty()) {
        return environment;
      }
      long size = ValueLayout.ADDRESS.byteSize();
      long base = environment.byteSize() / size - 1;
      MemorySegment all = allocator.allocate(ValueLayout.ADDRESS, base + extra.size() + 1);
      MemorySegment.copy(environment, 0, all, 0, base * size);
      long at = base;
      for (Map.Entry<String, String> variable : extra.entrySet()) {
        String text = variable.getKey() + "=" + variable.getValue();
        if (text.indexOf('\0') >= 0) {
          throw new IllegalArgumentException("a NUL in variable " + variable.getKey());
        }
        all.setAtIndex(ValueLayout.ADDRESS, at++, allocator.allocateFrom(text));
      }
      all.setAtIndex(ValueLayout.ADDRESS, at, MemorySegment.NULL);
      return all;
    }

    private MemorySegment actions(Arena call, int stdio, int errors, MemorySegment root)
        throws Throwable {
      MemorySegment actions = call.allocate(Layouts.SPAWN_FILE_ACTIONS, 16);
      check((int) Libc.ACTIONS_INIT.invokeExact(actions), "posix_spawn_file_actions_init", "");
      int second = complaints.isPresent() ? complaints.get().writeEnd() : errors;
      check((int) Libc.ACTIONS_DUP2.invokeExact(actions, stdio, 0), "adddup2", name);
      check((int) Libc.ACTIONS_DUP2.invokeExact(actions, stdio, 1), "adddup2", name);
      check((int) Libc.ACTIONS_DUP2.invokeExact(actions, second, 2), "adddup2", name);
      int report = reports.writeEnd();
      check((int) Libc.ACTIONS_DUP2.invokeExact(actions, report, REPORT), "adddup2", name);
      int unused = REPORT + 1;
      if (complaints.isPresent()) {
        check((int) Libc.ACTIONS_DUP2.invokeExact(actions, errors, ERRORS), "adddup2", name);
        unused = ERRORS + 1;
      }
      check((int) Libc.ACTIONS_CLOSEFROM.invokeExact(actions, unused), "addclosefrom", name);
      check((int) Libc.ACTIONS_CHDIR.invokeExact(actions, root), "addchdir", name);
      return actions;
    }
  }

  /** Empty signal mask, default dispositions, a session of its own. */
  private static MemorySegment attributes(Arena arena) {
    MemorySegment attributes = arena.allocate(Layouts.SPAWN_ATTRIBUTES, 16);
    MemorySegment none = arena.allocate(Layouts.SIGSET, 8);
    MemorySegment all = arena.allocate(Layouts.SIGSET, 8);
    all.set(ValueLayout.JAVA_LONG, 0, -1L);
    short flags = (short) (SETSIGDEF | SETSIGMASK | SETSID);
    try {
      check((int) Libc.ATTR_INIT.invokeExact(attributes), "posix_spawnattr_init", "");
      check((int) Libc.ATTR_SETFLAGS.invokeExact(attributes, flags), "setflags", "");
      check((int) Libc.ATTR_SETSIGMASK.invokeExact(attributes, none), "setsigmask", "");
      check((int) Libc.ATTR_SETSIGDEFAULT.invokeExact(attributes, all), "setsigdefault", "");
      return attributes;
    } catch (OsException e) {
      throw new IllegalStateException(e);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** An array of C strings that ends in a null pointer; the strings lie in one block. */
  private static MemorySegment pointers(Arena arena, List<String> texts, int atLeast) {
    if (texts.size() < atLeast) {
      throw new IllegalArgumentException("too few words");
    }
    List<byte[]> encoded = new ArrayList<>(texts.size());
    long bytes = 0;
    for (String text : texts) {
      byte[] one = text.getBytes(StandardCharsets.UTF_8);
      encoded.add(one);
      bytes += one.length + 1L;
    }
    MemorySegment block = arena.allocate(Math.max(1, bytes)); // zeroed: each text ends in a NUL
    MemorySegment array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
    long at = 0;
    for (int i = 0; i < encoded.size(); i++) {
      byte[] one = encoded.get(i);
      MemorySegment.copy(one, 0, block, ValueLayout.JAVA_BYTE, at, one.length);
      array.setAtIndex(ValueLayout.ADDRESS, i, block.asSlice(at));
      at += one.length + 1L;
    }
    array.setAtIndex(ValueLayout.ADDRESS, texts.size(), MemorySegment.NULL);
    return array;
  }

  private static void check(int error, String call, String subject) throws OsException {
    if (error != 0) {
      throw new OsException(call, subject, error);
    }
  }
}
