package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts a program that goes on with descriptors of ours: they become 3, 4, 5, … there, nothing
 * else beyond the standard three is open, no signal is blocked. The standard three are ours.
 */
public final class Successor {

  /** The first descriptor that is passed on, as in sd_listen_fds(3). */
  public static final int FIRST = 3;

  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;

  private Successor() {}

  /**
   * Starts it.
   *
   * @param arguments the program's absolute path and its arguments
   * @param environment {@code NAME=value}
   * @param passed open descriptors, in the order in which the program shall have them
   * @return the child; somebody has to await it
   */
  public static Child spawn(List<String> arguments, List<String> environment, List<Fd> passed)
      throws OsException, InterruptedException {
    FutureTask<Child> task = new FutureTask<>(() -> spawnHere(arguments, environment, passed));
    // posix_spawn holds its caller until the exec: not a virtual thread's carrier
    Thread.ofPlatform().name("successor").daemon().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OsException failed) {
        throw new OsException(failed.call(), failed.subject(), failed.errno());
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Child spawnHere(List<String> arguments, List<String> environment, List<Fd> passed)
      throws OsException {
    FailureReports reports = FailureReports.shared();
    List<Fd> copies = new ArrayList<>(passed.size());
    try (Arena arena = Arena.ofConfined()) {
      // out of the way of the numbers that are assigned one after the other in the child
      for (Fd fd : passed) {
        copies.add(copy(fd, FIRST + passed.size()));
      }
      MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
      MemorySegment actions = actions(arena, copies);
      MemorySegment attributes = attributes(arena);
      MemorySegment argv = pointers(arena, arguments);
      MemorySegment envp = pointers(arena, environment);
      MemorySegment path = arena.allocateFrom(arguments.getFirst());
      int error = (int) Libc.POSIX_SPAWN.invokeExact(pid, path, actions, attributes, argv, envp);
      int destroyed = (int) Libc.ACTIONS_DESTROY.invokeExact(actions);
      check(error, "posix_spawn", arguments.getFirst());
      check(destroyed, "posix_spawn_file_actions_destroy", "");
      return Child.of(pid.get(ValueLayout.JAVA_INT, 0), reports);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    } finally {
      copies.forEach(Fd::close);
    }
  }

  private static Fd copy(Fd fd, int atLeast) throws OsException {
    try (Scratch s = Scratch.borrow(fd)) {
      int copy = (int) Libc.FCNTL_INT.invokeExact(s.capture, s.fd, F_DUPFD_CLOEXEC, atLeast);
      if (copy < 0) {
        throw new OsException("fcntl", fd.toString(), s.errno());
      }
      return Fd.of(copy);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static MemorySegment actions(Arena arena, List<Fd> copies) throws Throwable {
    MemorySegment actions = arena.allocate(Layouts.SPAWN_FILE_ACTIONS, 16);
    check((int) Libc.ACTIONS_INIT.invokeExact(actions), "posix_spawn_file_actions_init", "");
    int target = FIRST;
    for (Fd copy : copies) {
      check((int) Libc.ACTIONS_DUP2.invokeExact(actions, copy.number(), target), "adddup2", "");
      target++;
    }
    check((int) Libc.ACTIONS_CLOSEFROM.invokeExact(actions, target), "addclosefrom", "");
    return actions;
  }

  private static MemorySegment attributes(Arena arena) throws Throwable {
    MemorySegment attributes = arena.allocate(Layouts.SPAWN_ATTRIBUTES, 16);
    MemorySegment none = arena.allocate(Layouts.SIGSET, 8);
    MemorySegment all = arena.allocate(Layouts.SIGSET, 8);
    all.set(ValueLayout.JAVA_LONG, 0, -1L);
    short flags = (short) (SETSIGDEF | SETSIGMASK);
    check((int) Libc.ATTR_INIT.invokeExact(attributes), "posix_spawnattr_init", "");
    check((int) Libc.ATTR_SETFLAGS.invokeExact(attributes, flags), "setflags", "");
    check((int) Libc.ATTR_SETSIGMASK.invokeExact(attributes, none), "setsigmask", "");
    check((int) Libc.ATTR_SETSIGDEFAULT.invokeExact(attributes, all), "setsigdefault", "");
    return attributes;
  }

  /** An array of C strings that ends in a null pointer. */
  private static MemorySegment pointers(Arena arena, List<String> texts) {
    MemorySegment array = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      if (texts.get(i).indexOf('\0') >= 0) {
        throw new IllegalArgumentException("a NUL would end the text");
      }
      array.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(texts.get(i)));
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
