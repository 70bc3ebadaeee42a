package org.jxinetd.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The pipe on which launchers report why they did not become their program: records {pid, step,
 * errno} of three ints, whole because they are shorter than PIPE_BUF. One pipe for all of them
 * costs a start nothing; it is read when a child ends with the status of a launcher.
 */
final class FailureReports {

  private static final int RECORD = 12;
  private static final int MOST_KEPT = 4096;

  private static final String[] STEPS = {
    "launcher", "options", "setrlimit", "setgid", "setgroups", "setuid", "execve"
  };

  private static FailureReports shared; // guarded by the class

  private final Pipe pipe;

  /** Reports of children that have not been asked for yet; the oldest go first when too many. */
  private final Map<Integer, SpawnFailure> kept =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, SpawnFailure> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private FailureReports(Pipe pipe) {
    this.pipe = pipe;
  }

  /** The one of the process: children outlive the bundle that started them. */
  static synchronized FailureReports shared() throws OsException {
    if (shared == null) {
      shared = new FailureReports(Pipe.open());
    }
    return shared;
  }

  /** The end that launchers get. */
  int writeEnd() {
    return pipe.write().number();
  }

  /** The report of a child that has ended; it wrote before it ended. */
  synchronized Optional<SpawnFailure> take(int pid) throws OsException {
    byte[] records = new byte[RECORD * 64];
    int n;
    while ((n = Sockets.read(pipe.read(), records, 0, records.length)) > 0) {
      MemorySegment all = MemorySegment.ofArray(records);
      for (int at = 0; at + RECORD <= n; at += RECORD) {
        int step = all.get(ValueLayout.JAVA_INT_UNALIGNED, at + 4L);
        String name = step > 0 && step < STEPS.length ? STEPS[step] : STEPS[0];
        kept.put(
            all.get(ValueLayout.JAVA_INT_UNALIGNED, at),
            new SpawnFailure(name, all.get(ValueLayout.JAVA_INT_UNALIGNED, at + 8L)));
      }
    }
    return Optional.ofNullable(kept.remove(pid));
  }
}
