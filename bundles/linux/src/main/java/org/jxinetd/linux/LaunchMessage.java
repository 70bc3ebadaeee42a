package org.jxinetd.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command as the resident launcher reads it, without what each start adds: its id, its whole
 * length and more variables at the end. {@code resident.c} has the other half of this.
 *
 * @param header struct request, with the fields of a start still 0
 * @param body limits, groups and texts; empty when the launcher could not take it
 * @param words how many of the texts are arguments and variables
 * @param variables how many of the texts are variables
 */
record LaunchMessage(
    MemorySegment header, MemorySegment body, int words, int variables, boolean fits) {

  /** What the launcher has room for. */
  static final int LARGEST = 65_536;

  static final int MOST_WORDS = 4096;
  private static final int MOST_LIMITS = 16;

  /** struct request. */
  static final int HEADER = 48;

  static final int ID = 0;
  static final int LENGTH = 4;
  static final int VARIABLES = 40;
  private static final int FLAGS = 8;
  private static final int UID = 12;
  private static final int GID = 16;
  private static final int UMASK = 20;
  private static final int NICE = 24;
  private static final int LIMITS = 28;
  private static final int GROUPS = 32;
  private static final int ARGUMENTS = 36;

  /** struct limit_asked. */
  private static final int LIMIT = 24;

  static LaunchMessage of(Command command) {
    Arena arena = Arena.ofAuto();
    List<byte[]> texts = texts(command);
    List<Integer> groups = command.credentials().groups().orElse(List.of());
    int limits = command.limits().size();
    long bytes = (long) LIMIT * limits + (long) Integer.BYTES * groups.size();
    for (byte[] text : texts) {
      bytes += text.length + 1L;
    }
    MemorySegment header = header(arena, command);
    if (bytes > LARGEST - HEADER || texts.size() - 1 > MOST_WORDS || limits > MOST_LIMITS) {
      return new LaunchMessage(header, MemorySegment.NULL, 0, 0, false);
    }
    MemorySegment body = arena.allocate(bytes, Long.BYTES); // zeroed: each text ends in a NUL
    long at = 0;
    for (ResourceLimit limit : command.limits()) {
      body.set(ValueLayout.JAVA_LONG, at, limit.soft()); // -1 is RLIM_INFINITY
      body.set(ValueLayout.JAVA_LONG, at + 8, limit.hard());
      body.set(ValueLayout.JAVA_INT, at + 16, limit.resource().number());
      at += LIMIT;
    }
    for (int group : groups) {
      body.set(ValueLayout.JAVA_INT, at, group);
      at += Integer.BYTES;
    }
    for (byte[] text : texts) {
      MemorySegment.copy(text, 0, body, ValueLayout.JAVA_BYTE, at, text.length);
      at += text.length + 1L;
    }
    return new LaunchMessage(header, body, texts.size() - 1, command.environment().size(), true);
  }

  private static List<byte[]> texts(Command command) {
    List<byte[]> out = new ArrayList<>();
    out.add(command.path().getBytes(StandardCharsets.UTF_8));
    command.arguments().forEach(text -> out.add(text.getBytes(StandardCharsets.UTF_8)));
    command.environment().forEach(text -> out.add(text.getBytes(StandardCharsets.UTF_8)));
    return out;
  }

  private static MemorySegment header(Arena arena, Command command) {
    MemorySegment header = arena.allocate(HEADER, Long.BYTES);
    Credentials who = command.credentials();
    int flags = 0;
    if (who.uid().isPresent()) {
      flags |= 1;
      header.set(ValueLayout.JAVA_INT, UID, who.uid().getAsInt());
    }
    if (who.gid().isPresent()) {
      flags |= 2;
      header.set(ValueLayout.JAVA_INT, GID, who.gid().getAsInt());
    }
    if (who.groups().isPresent()) {
      flags |= 4;
      header.set(ValueLayout.JAVA_INT, GROUPS, who.groups().get().size());
    }
    if (command.umask().isPresent()) {
      flags |= 8;
      header.set(ValueLayout.JAVA_INT, UMASK, command.umask().getAsInt());
    }
    if (command.nice().isPresent()) {
      flags |= 16;
      header.set(ValueLayout.JAVA_INT, NICE, Math.clamp(command.nice().getAsInt(), -40, 40));
    }
    header.set(ValueLayout.JAVA_INT, FLAGS, flags);
    header.set(ValueLayout.JAVA_INT, LIMITS, command.limits().size());
    header.set(ValueLayout.JAVA_INT, ARGUMENTS, command.arguments().size());
    header.set(ValueLayout.JAVA_INT, VARIABLES, command.environment().size());
    return header;
  }
}
