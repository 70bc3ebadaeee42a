package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Users and groups, as the system's name services know them; getpwnam(3), getgrnam(3). Ids are
 * unsigned and held in an int. May block on a directory server.
 */
public final class Accounts {

  private static final int FIRST_BUFFER = 4096;
  private static final int LARGEST_BUFFER = 1 << 20;
  private static final int MOST_GROUPS = 65_536;
  private static final long LARGEST_ID =
      0xffff_fffeL; // the one above means "no change" to setuid(2)

  private Accounts() {}

  /**
   * A user.
   *
   * @param gid the primary group
   */
  public record User(String name, int uid, int gid) {}

  /**
   * Finds a user by name, or by number when the text is all digits: a number needs no entry, its
   * group is the same number then, as in xinetd.
   *
   * @return empty for an unknown name and for a number out of range
   */
  public static Optional<User> user(String nameOrNumber) {
    OptionalLong number = number(nameOrNumber);
    if (number.isPresent()) {
      return number.getAsLong() > LARGEST_ID
          ? Optional.empty()
          : Optional.of(new User(nameOrNumber, (int) number.getAsLong(), (int) number.getAsLong()));
    }
    return byName(nameOrNumber);
  }

  /** The user that has an entry for this id. */
  public static Optional<User> userOf(int uid) {
    return passwd(
        (arena, entry, buffer, result) ->
            (int) Libc.GETPWUID_R.invokeExact(uid, entry, buffer, buffer.byteSize(), result));
  }

  private static Optional<User> byName(String name) {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    return passwd(
        (arena, entry, buffer, result) ->
            (int)
                Libc.GETPWNAM_R.invokeExact(
                    arena.allocateFrom(name), entry, buffer, buffer.byteSize(), result));
  }

  /** One call of a reentrant look-up; returns its error number. */
  private interface LookUp {
    int call(Arena arena, MemorySegment entry, MemorySegment buffer, MemorySegment result)
        throws Throwable;
  }

  private static Optional<User> passwd(LookUp lookUp) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(Layouts.PASSWD, 8);
      if (!found(arena, entry, lookUp)) {
        return Optional.empty();
      }
      MemorySegment name = entry.get(ValueLayout.ADDRESS, Layouts.PW_NAME);
      return Optional.of(
          new User(
              name.reinterpret(LARGEST_BUFFER).getString(0),
              entry.get(ValueLayout.JAVA_INT, Layouts.PW_UID),
              entry.get(ValueLayout.JAVA_INT, Layouts.PW_GID)));
    }
  }

  /** Calls with a buffer that grows until the entry fits; true when there is an entry. */
  private static boolean found(Arena arena, MemorySegment entry, LookUp lookUp) {
    for (int size = FIRST_BUFFER; size <= LARGEST_BUFFER; size *= 4) {
      MemorySegment buffer = arena.allocate(size);
      MemorySegment result = arena.allocate(ValueLayout.ADDRESS);
      int error;
      try {
        error = lookUp.call(arena, entry, buffer, result);
      } catch (Throwable e) {
        throw Libc.unexpected(e);
      }
      if (error != Errno.ERANGE) {
        return error == 0 && result.get(ValueLayout.ADDRESS, 0).address() != 0;
      }
    }
    return false;
  }

  /** Finds a group id by name, or takes the number when the text is all digits. */
  public static Optional<Integer> group(String nameOrNumber) {
    OptionalLong number = number(nameOrNumber);
    if (number.isPresent()) {
      return number.getAsLong() > LARGEST_ID
          ? Optional.empty()
          : Optional.of((int) number.getAsLong());
    }
    if (nameOrNumber.isEmpty() || nameOrNumber.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment entry = arena.allocate(Layouts.GROUP, 8);
      LookUp byName =
          (a, e, buffer, result) ->
              (int)
                  Libc.GETGRNAM_R.invokeExact(
                      a.allocateFrom(nameOrNumber), e, buffer, buffer.byteSize(), result);
      return found(arena, entry, byName)
          ? Optional.of(entry.get(ValueLayout.JAVA_INT, Layouts.GR_GID))
          : Optional.empty();
    }
  }

  /** The groups that initgroups(3) would set: the primary one and those that name the user. */
  public static int[] groupsOf(User user) {
    return groupsOf(user.name(), user.gid(), Libc.GETGROUPLIST);
  }

  private static int[] groupsOf(String name, int gid, MethodHandle getgrouplist) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom(name);
      MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
      for (int room = 64; room <= MOST_GROUPS; room *= 4) {
        MemorySegment groups = arena.allocate(ValueLayout.JAVA_INT, room);
        count.set(ValueLayout.JAVA_INT, 0, room);
        int result = (int) getgrouplist.invokeExact(text, gid, groups, count);
        if (result >= 0) {
          int n = count.get(ValueLayout.JAVA_INT, 0);
          return Arrays.copyOf(groups.toArray(ValueLayout.JAVA_INT), n);
        }
      }
      return new int[] {gid};
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static OptionalLong number(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(text.length() > 10 ? Long.MAX_VALUE : Long.parseLong(text));
  }
}
