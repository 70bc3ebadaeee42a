package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every number that the kernel or libc must understand, against the C compiler's own. */
class LayoutsTest {

  private static final List<Class<?>> CLASSES =
      List.of(
          Layouts.class,
          Errno.class,
          Sockets.class,
          SocketOptions.class,
          Datagrams.class,
          SocketAddresses.class,
          Poller.class,
          EventLoop.class,
          Signals.class,
          Self.class,
          FailureReports.class,
          Pipe.class,
          Complaints.class,
          Spawner.class,
          PosixSpawn.class,
          LaunchChannel.class,
          LaunchCall.class,
          Child.class,
          TcpSockets.class,
          LocalSockets.class,
          FileLease.class,
          OtherProcess.class,
          Inherited.class,
          Successor.class,
          OpenFiles.class,
          RelayBuffer.class);

  /** Numbers of our own choice. */
  private static final Set<String> OURS =
      Set.of(
          "Sockets.END",
          "Sockets.WOULD_BLOCK",
          "Datagrams.LARGEST_DATAGRAM",
          "Sockets.DEFAULT_BACKLOG",
          "Poller.READ",
          "EventLoop.READ",
          "EventLoop.WRITE",
          "EventLoop.END",
          "EventLoop.BATCH",
          "EventLoop.LONGEST_WAIT_MILLIS",
          "Poller.WRITE",
          "Poller.BATCH",
          "Poller.EPOLL",
          "FailureReports.RECORD",
          "Complaints.LONGEST_LINE",
          "FailureReports.MOST_KEPT",
          "LaunchChannel.ANSWER",
          "LaunchCall.IOVECS",
          "LaunchCall.CONTROL",
          "LaunchCall.HEADER",
          "LaunchCall.EXTRA",
          "Spawner.SPAWNERS",
          "Spawner.MOST_WAITING",
          "RelayBuffer.LARGE",
          "RelayBuffer.SMALL",
          "RelayBuffer.LARGE_COUNT",
          "OpenFiles.MODE",
          "Self.LOWEST_PRIORITY",
          "Child.NOT_EXECUTED",
          "Child.NOT_FOUND",
          "Successor.FIRST");

  @Test
  void agreesWithTheCompilerOnEveryConstant(@TempDir Path folder) throws Exception {
    Map<String, Long> c = new TreeMap<>();
    Compiler.run(Compiler.compile("layouts.c", folder).toString())
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> c.put(words[0], Long.valueOf(words[1])));
    Map<String, Long> java = constants();
    assertEquals(c.keySet(), java.keySet(), "the same constants in Java and C");
    c.keySet().removeIf(name -> c.get(name).equals(java.get(name)));
    java.keySet().retainAll(c.keySet());
    assertEquals(c, java, "the same numbers in Java and C");
  }

  private static Map<String, Long> constants() throws IllegalAccessException {
    Map<String, Long> out = new TreeMap<>();
    for (Class<?> type : CLASSES) {
      for (Field field : type.getDeclaredFields()) {
        String name = type.getSimpleName() + "." + field.getName();
        boolean number = field.getType() == int.class || field.getType() == short.class;
        if (number && Modifier.isStatic(field.getModifiers()) && !OURS.contains(name)) {
          field.setAccessible(true);
          out.put(name, ((Number) field.get(null)).longValue());
        }
      }
    }
    for (ResourceLimit.Resource resource : ResourceLimit.Resource.values()) {
      out.put("Resource." + resource.name(), (long) resource.number());
    }
    return out;
  }

  @Test
  void packsEpollEventsOnX86Alone() {
    assertEquals(12, Layouts.epollEvent("amd64"));
    assertEquals(4, Layouts.epollData("amd64"));
    for (String other : List.of("aarch64", "riscv64", "ppc64le", "s390x")) {
      assertEquals(16, Layouts.epollEvent(other), other);
      assertEquals(8, Layouts.epollData(other), other);
    }
  }

  @Test
  void namesErrorsLikeTheSystem() {
    assertEquals("Address already in use", Errno.text(Errno.EADDRINUSE));
    assertTrue(Errno.text(99_999).contains("99999"), Errno.text(99_999));
  }
}
