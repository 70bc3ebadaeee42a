package org.jxinetd.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Groups of hosts as the system's name services know them, in the order of the line {@code
 * netgroup:} of nsswitch.conf(5); netgroup(5), innetgr(3). May block on a directory server.
 */
public final class Netgroups {

  private static final int LONGEST = 1024;
  private static final Path NIS_DOMAIN = Path.of("/proc/sys/kernel/domainname");

  /** Not every libc has them. */
  private static final Optional<MethodHandle> INNETGR =
      handle("innetgr", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

  private static final Optional<MethodHandle> SETNETGRENT =
      handle("setnetgrent", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final Optional<MethodHandle> ENDNETGRENT =
      handle("endnetgrent", FunctionDescriptor.ofVoid());

  private Netgroups() {}

  private static Optional<MethodHandle> handle(String name, FunctionDescriptor descriptor) {
    Linker linker = Linker.nativeLinker();
    return linker.defaultLookup().find(name).map(f -> linker.downcallHandle(f, descriptor));
  }

  /**
   * Tells whether a host is in a group, for any user, in the NIS domain of this machine.
   *
   * @return empty when no name service has such a group, or none can be asked
   */
  public static Optional<Boolean> holds(String group, String host) {
    if (INNETGR.isEmpty() || isWrong(group) || isWrong(host)) {
      return Optional.empty();
    }
    String domain = domain();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(group);
      MemorySegment where = domain.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(domain);
      int in =
          (int)
              INNETGR.get().invokeExact(name, arena.allocateFrom(host), MemorySegment.NULL, where);
      return in != 0 ? Optional.of(true) : exists(name) ? Optional.of(false) : Optional.empty();
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }

  private static boolean isWrong(String text) {
    return text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0;
  }

  /** The group that libc walks over belongs to the whole process. */
  private static synchronized boolean exists(MemorySegment group) throws Throwable {
    int found = (int) SETNETGRENT.orElseThrow().invokeExact(group);
    ENDNETGRENT.orElseThrow().invokeExact();
    return found != 0;
  }

  /** Empty for none, which every domain in a group agrees with. */
  private static String domain() {
    try {
      String domain = Files.readString(NIS_DOMAIN).strip();
      return domain.equals("(none)") || isWrong(domain) ? "" : domain;
    } catch (IOException unknown) {
      return "";
    }
  }
}
