package org.jxinetd.engine.foreign;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A thread of this process as the kernel sees it; proc_pid_stat(5).
 *
 * @param id see {@link org.jxinetd.linux.Self#threadId}
 * @param name the first 15 characters
 * @param cpuMillis the processor time that it has taken, to the hundredth of a second
 */
record KernelThread(int id, String name, long cpuMillis) {

  private static final Path PROCESS = Path.of("/proc/self/stat");
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final int USER_TIME = 11; // fields behind the name
  private static final int SYSTEM_TIME = 12;

  /** The kernel counts in hundredths of a second for whoever reads this, whatever its clock. */
  static final long TICK_MILLIS = 10;

  /** The threads of some names, by their ids. */
  static Map<Integer, KernelThread> all(Predicate<String> names) throws IOException {
    Map<Integer, KernelThread> all = new TreeMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        read(task).filter(thread -> names.test(thread.name)).ifPresent(t -> all.put(t.id, t));
      }
    }
    return all;
  }

  private static Optional<KernelThread> read(Path task) throws IOException {
    String stat;
    try {
      stat = Files.readString(task.resolve("stat"));
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    } catch (IOException e) {
      if (Files.exists(task)) {
        throw e;
      }
      return Optional.empty(); // it has ended between open and read
    }
    return Optional.of(
        new KernelThread(
            Integer.parseInt(task.getFileName().toString()),
            stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
            cpuMillis(stat)));
  }

  /** The processor time of all threads together, also of those that have ended. */
  static long cpuMillisOfAll() throws IOException {
    return cpuMillis(Files.readString(PROCESS));
  }

  private static long cpuMillis(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SYSTEM_TIME + 2);
    return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * TICK_MILLIS;
  }
}
