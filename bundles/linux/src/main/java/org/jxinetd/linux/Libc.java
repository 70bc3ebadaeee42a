package org.jxinetd.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The handles of the functions. Those with errno take a segment of {@link #CAPTURE} as their first
 * argument. Callers are responsible for the length of every buffer they pass: nothing else checks
 * it.
 */
final class Libc {

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");

  /** What a call leaves behind: errno. */
  static final StructLayout CAPTURE = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO_FIELD =
      CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  static final MethodHandle SOCKET = errno("socket", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle BIND = errno("bind", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle LISTEN = errno("listen", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle ACCEPT4 =
      errno("accept4", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT);
  static final MethodHandle CONNECT = errno("connect", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle GETSOCKNAME =
      errno("getsockname", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  static final MethodHandle GETPEERNAME =
      errno("getpeername", JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  static final MethodHandle SETSOCKOPT =
      errno("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle GETSOCKOPT =
      errno("getsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  static final MethodHandle SHUTDOWN = errno("shutdown", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle RECVFROM =
      errno("recvfrom", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
  static final MethodHandle SENDTO =
      errno("sendto", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle SENDMSG = errno("sendmsg", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle READ = errno("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  static final MethodHandle CLOSE = errno("close", JAVA_INT, JAVA_INT);
  static final MethodHandle SOCKETPAIR =
      errno("socketpair", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle OPEN =
      LINKER.downcallHandle(
          symbol("open"),
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
          ERRNO,
          Linker.Option.firstVariadicArg(2));
  static final MethodHandle DUP2 = errno("dup2", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle PIPE2 = errno("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle FCNTL_INT =
      LINKER.downcallHandle(
          symbol("fcntl"),
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          ERRNO,
          Linker.Option.firstVariadicArg(2));

  static final MethodHandle EPOLL_CREATE1 = errno("epoll_create1", JAVA_INT, JAVA_INT);
  static final MethodHandle EPOLL_CTL =
      errno("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle EPOLL_WAIT =
      errno("epoll_wait", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);

  static final MethodHandle POSIX_SPAWN =
      plain(
          "posix_spawn",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
  static final MethodHandle ACTIONS_INIT = actions("posix_spawn_file_actions_init");
  static final MethodHandle ACTIONS_DUP2 =
      actions("posix_spawn_file_actions_adddup2", JAVA_INT, JAVA_INT);
  static final MethodHandle ACTIONS_CLOSEFROM =
      actions("posix_spawn_file_actions_addclosefrom_np", JAVA_INT);
  static final MethodHandle ACTIONS_CHDIR =
      actions("posix_spawn_file_actions_addchdir_np", ADDRESS);
  static final MethodHandle ACTIONS_DESTROY = actions("posix_spawn_file_actions_destroy");
  static final MethodHandle ATTR_INIT = actions("posix_spawnattr_init");
  static final MethodHandle ATTR_SETFLAGS = actions("posix_spawnattr_setflags", JAVA_SHORT);
  static final MethodHandle ATTR_SETSIGMASK = actions("posix_spawnattr_setsigmask", ADDRESS);
  static final MethodHandle ATTR_SETSIGDEFAULT = actions("posix_spawnattr_setsigdefault", ADDRESS);

  static final MethodHandle KILL = errno("kill", JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle WAITID =
      errno("waitid", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle SYSCALL_PIDFD_OPEN =
      LINKER.downcallHandle(
          symbol("syscall"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT),
          ERRNO,
          Linker.Option.firstVariadicArg(1));
  static final MethodHandle SYSCALL_PIDFD_SEND_SIGNAL =
      LINKER.downcallHandle(
          symbol("syscall"),
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
          ERRNO,
          Linker.Option.firstVariadicArg(1));

  static final MethodHandle GETPWNAM_R =
      plain(
          "getpwnam_r",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  static final MethodHandle GETPWUID_R =
      plain(
          "getpwuid_r",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  static final MethodHandle GETGRNAM_R =
      plain(
          "getgrnam_r",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  static final MethodHandle GETGROUPLIST =
      plain("getgrouplist", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));

  static final MethodHandle GETEUID = plain("geteuid", FunctionDescriptor.of(JAVA_INT));
  static final MethodHandle GETEGID = plain("getegid", FunctionDescriptor.of(JAVA_INT));
  static final MethodHandle UMASK = plain("umask", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  static final MethodHandle UNSETENV = errno("unsetenv", JAVA_INT, ADDRESS);
  static final MethodHandle CHDIR = errno("chdir", JAVA_INT, ADDRESS);
  static final MethodHandle GETRLIMIT = errno("getrlimit", JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle SETRLIMIT = errno("setrlimit", JAVA_INT, JAVA_INT, ADDRESS);
  static final MethodHandle SCHED_GETAFFINITY =
      errno("sched_getaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  static final MethodHandle SCHED_SETAFFINITY =
      errno("sched_setaffinity", JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS);
  static final MethodHandle GETTID = plain("gettid", FunctionDescriptor.of(JAVA_INT));
  static final MethodHandle SETPRIORITY =
      errno("setpriority", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  static final MethodHandle GETLOADAVG =
      plain("getloadavg", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  static final MethodHandle SIGNALFD = errno("signalfd", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  static final MethodHandle PTHREAD_SIGMASK =
      plain("pthread_sigmask", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

  private static final MethodHandle STRERROR =
      plain("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

  private Libc() {}

  private static MemorySegment symbol(String name) {
    return LINKER
        .defaultLookup()
        .find(name)
        .orElseThrow(() -> new UnsatisfiedLinkError("libc has no " + name));
  }

  private static MethodHandle errno(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(symbol(name), FunctionDescriptor.of(result, arguments), ERRNO);
  }

  private static MethodHandle plain(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(symbol(name), descriptor);
  }

  /** A posix_spawn helper: the structure first, an error number as result. */
  private static MethodHandle actions(String name, MemoryLayout... more) {
    MemoryLayout[] arguments = new MemoryLayout[more.length + 1];
    arguments[0] = ADDRESS;
    System.arraycopy(more, 0, arguments, 1, more.length);
    return plain(name, FunctionDescriptor.of(JAVA_INT, arguments));
  }

  static int errnoOf(MemorySegment capture) {
    return (int) ERRNO_FIELD.get(capture, 0L);
  }

  /** strerror(3): the text belongs to libc and is copied before another call can change it. */
  static synchronized String strerror(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** A downcall itself cannot fail; what it throws is an error of the VM or of ours. */
  static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    if (e instanceof RuntimeException runtime) {
      throw runtime;
    }
    return new IllegalStateException(e);
  }
}
