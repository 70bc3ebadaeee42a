package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * posix_spawn(3): never fork from a VM. The child has the descriptors that are named and nothing
 * else open, a session of its own, no blocked, ignored or caught signals, and / as its working
 * directory. The caller is held until the exec.
 */
final class PosixSpawn {

  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;

  private PosixSpawn() {}

  /**
   * What never changes about a program that is started again and again.
   *
   * @param environment pointers with a null behind them
   */
  record Image(
      String name,
      MemorySegment path,
      MemorySegment argv,
      MemorySegment environment,
      MemorySegment attributes,
      MemorySegment root) {

    /**
     * Puts it into memory.
     *
     * @param name for messages
     * @param words the program's path and its arguments; the first word is argv[0], too
     */
    static Image of(String name, List<String> words, List<String> environment) {
      Arena arena = Arena.ofAuto();
      return new Image(
          name,
          arena.allocateFrom(words.getFirst()),
          pointers(arena, words, 1),
          pointers(arena, environment, 0),
          PosixSpawn.attributes(arena),
          arena.allocateFrom("/"));
    }
  }

  /**
   * Starts a program.
   *
   * @param extra variables on top of the environment
   * @param descriptors what becomes 0, 1, 2, ... there; open as long as this takes
   * @return the process id of the child, which somebody has to reap
   */
  static int start(Image image, Map<String, String> extra, int... descriptors) throws OsException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment actions = actions(call, image, descriptors);
      MemorySegment pid = call.allocate(ValueLayout.JAVA_INT);
      int error =
          (int)
              Libc.POSIX_SPAWN.invokeExact(
                  pid,
                  image.path(),
                  actions,
                  image.attributes(),
                  image.argv(),
                  environment(call, image.environment(), extra));
      int destroyed = (int) Libc.ACTIONS_DESTROY.invokeExact(actions);
      check(error, "posix_spawn", image.name());
      check(destroyed, "posix_spawn_file_actions_destroy", "");
      return pid.get(ValueLayout.JAVA_INT, 0);
    } catch (OsException e) {
      throw e;
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  /** The fixed environment with the extra variables behind it. */
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

  private static MemorySegment actions(Arena call, Image image, int... descriptors)
      throws Throwable {
    MemorySegment actions = call.allocate(Layouts.SPAWN_FILE_ACTIONS, 16);
    check((int) Libc.ACTIONS_INIT.invokeExact(actions), "posix_spawn_file_actions_init", "");
    int target = 0;
    for (int descriptor : descriptors) {
      int result = (int) Libc.ACTIONS_DUP2.invokeExact(actions, descriptor, target++);
      check(result, "adddup2", image.name());
    }
    check((int) Libc.ACTIONS_CLOSEFROM.invokeExact(actions, target), "addclosefrom", image.name());
    check((int) Libc.ACTIONS_CHDIR.invokeExact(actions, image.root()), "addchdir", image.name());
    return actions;
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
