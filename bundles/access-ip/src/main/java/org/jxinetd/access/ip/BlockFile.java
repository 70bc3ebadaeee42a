package org.jxinetd.access.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringTokenizer;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of address patterns, separated by blanks and ends of lines; {@code #} begins a comment. It
 * is looked at once a second and read again, beside the clients, when it has changed; until then
 * the list that was read last is in force, and so it is when the new one has a line that is wrong.
 * A file that is gone, cannot be read or may be written by others is in doubt at once. Any thread.
 */
final class BlockFile {

  static final long MAX_BYTES = 128L << 20;
  static final int MAX_ENTRIES = 4_000_000;

  private static final Logger LOG = LoggerFactory.getLogger(BlockFile.class);
  private static final int MAX_LINE = 4096;
  private static final int SAID = 5;
  private static final int WRITABLE_BY_OTHERS = 022;
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long YOUNG_NANOS = Duration.ofSeconds(2).toNanos();
  private static final Blocks NO_BLOCKS = new Blocks.Builder().build();

  /**
   * The list in force.
   *
   * @param failure why it may be incomplete; empty when it is whole
   */
  record State(Blocks blocks, String failure) {}

  private record Stamp(FileTime modified, long size, Object inode) {}

  private record Snapshot(Stamp stamp, long readNanos, boolean settled, State state) {}

  private static final class Untrusted extends IOException {
    private static final long serialVersionUID = 1L;

    Untrusted(String message) {
      super(message);
    }
  }

  private final Path path;
  private final PatternReader reader;
  private final LongSupplier nanoTime;
  private final Executor beside;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile Snapshot last; // null before the first one
  private volatile long lookedNanos;

  /**
   * @param beside runs a reading that no client waits for
   */
  BlockFile(Path path, PatternReader reader, LongSupplier nanoTime, Executor beside) {
    this.path = path;
    this.reader = reader;
    this.nanoTime = nanoTime;
    this.beside = beside;
  }

  /** Has it read now when it has changed. Returns what is wrong with it. */
  synchronized List<Problem> refresh() {
    lookedNanos = nanoTime.getAsLong();
    List<Problem> problems = new ArrayList<>();
    Snapshot before = last;
    Stamp stamp = null;
    try {
      stamp = look();
      if (before == null || needsReading(before, stamp)) {
        read(before, stamp, problems);
      }
    } catch (IOException e) {
      failed(stamp, e, problems);
    }
    return problems;
  }

  /** The list in force. Costs a stat(2) once a second. */
  State current() {
    Snapshot now = last;
    long time = nanoTime.getAsLong();
    if (time - lookedNanos >= LOOK_NANOS && reading.compareAndSet(false, true)) {
      lookedNanos = time;
      try {
        now = look(now);
      } finally {
        reading.compareAndSet(true, false);
      }
    }
    return now.state();
  }

  /** A look by a client: what is gone is in doubt at once, what is new is read beside. */
  private Snapshot look(Snapshot before) {
    try {
      Stamp stamp = look();
      if (needsReading(before, stamp)) {
        beside.execute(() -> refresh().forEach(problem -> LOG.error("{}", problem)));
      }
    } catch (IOException e) {
      List<Problem> problems = new ArrayList<>();
      failed(before.stamp(), e, problems);
      problems.forEach(problem -> LOG.error("{}", problem));
    }
    return last;
  }

  private boolean needsReading(Snapshot before, Stamp stamp) {
    boolean old = !before.settled() && nanoTime.getAsLong() - before.readNanos() > YOUNG_NANOS;
    return old || !stamp.equals(before.stamp());
  }

  private Stamp look() throws IOException {
    Map<String, Object> is = Files.readAttributes(path, "unix:*");
    if (!Boolean.TRUE.equals(is.get("isRegularFile"))) {
      throw new Untrusted("it is not a regular file");
    }
    long size = (Long) is.get("size");
    if (size > MAX_BYTES) {
      throw new Untrusted("it is larger than " + MAX_BYTES + " bytes");
    }
    Object owner = is.get("uid");
    if (!owner.equals(0) && !owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      throw new Untrusted("its owner is neither root nor the daemon's user");
    }
    if (((Integer) is.get("mode") & WRITABLE_BY_OTHERS) != 0) {
      throw new Untrusted("others than its owner may write it");
    }
    return new Stamp((FileTime) is.get("lastModifiedTime"), size, is.get("ino"));
  }

  private synchronized void failed(Stamp stamp, IOException e, List<Problem> problems) {
    String why =
        e instanceof NoSuchFileException
            ? "it does not exist"
            : Objects.toString(e.getMessage(), e.toString());
    State state = new State(NO_BLOCKS, path + " is not used: " + why);
    if (last == null || !last.state().failure().equals(state.failure())) {
      problems.add(
          Problem.error(
              Origin.of(path.toString(), 0),
              "",
              why,
              "in no_access it keeps everybody out, in only_from it lets nobody in"));
    }
    last = new Snapshot(stamp, nanoTime.getAsLong(), true, state);
  }

  private void read(Snapshot before, Stamp stamp, List<Problem> problems) throws IOException {
    long started = nanoTime.getAsLong();
    long age = System.currentTimeMillis() - stamp.modified().toMillis();
    boolean settled = age > Duration.ofNanos(YOUNG_NANOS).toMillis();
    Blocks.Builder builder = new Blocks.Builder();
    int wrong = lines(builder, problems);
    State state = new State(builder.build(), "");
    if (wrong > 0) {
      boolean usable = before != null && before.state().failure().isEmpty();
      String consequence =
          usable
              ? "the list as it was before stays in force"
              : "in no_access it keeps everybody out";
      problems.add(
          Problem.error(
              Origin.of(path.toString(), 0), "", wrong + " entries are wrong", consequence));
      state =
          usable
              ? before.state()
              : new State(state.blocks(), path + " has " + wrong + " entries that are wrong");
    }
    last = new Snapshot(stamp, started, settled, state);
  }

  /** Reads all entries; how many are wrong. */
  private int lines(Blocks.Builder builder, List<Problem> problems) throws IOException {
    int wrong = 0;
    int entries = 0;
    int number = 0;
    try (InputStream in = Files.newInputStream(path);
        BufferedReader text =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1), 1 << 16)) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        number++;
        if (line.length() > MAX_LINE) {
          throw new Untrusted("line " + number + " is longer than " + MAX_LINE + " characters");
        }
        int comment = line.indexOf('#');
        StringTokenizer words =
            new StringTokenizer(comment < 0 ? line : line.substring(0, comment), " \t\r\f");
        while (words.hasMoreTokens()) {
          if (++entries > MAX_ENTRIES) {
            throw new Untrusted("it has more than " + MAX_ENTRIES + " entries");
          }
          String word = words.nextToken();
          switch (reader.readNumeric(word)) {
            case Reading.Blocks blocks -> builder.add(blocks.prefixes(), number);
            case Reading.Malformed bad -> wrong += say(number, bad.why(), wrong, problems);
            case Reading.Foreign foreign ->
                wrong += say(number, "Bad address: " + word, wrong, problems);
          }
        }
      }
    }
    return wrong;
  }

  private int say(int line, String why, int before, List<Problem> problems) {
    if (before < SAID) {
      problems.add(Problem.error(Origin.of(path.toString(), line), "", why, "")); // more follows
    }
    return 1;
  }

  /** The block and the line that hold a client. */
  String line(Address client, long block) {
    Prefix prefix = Prefix.of(client, PrefixTable.length(block));
    return prefix.text() + " in " + path + ":" + PrefixTable.token(block);
  }
}
