package org.jxinetd.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bans on disk: a line each, {@code NETWORK SINCE UNTIL ORIGIN RULE} separated by tabs, NETWORK
 * an address or {@code ADDRESS/BITS}, UNTIL a moment or {@code forever}. Replaced whole, on a
 * thread of its own, and for at most a tenth of its time, so that a flood of bans is not a flood of
 * writes.
 */
public final class BanFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BanFile.class);
  private static final int LARGEST = 64 * 1024 * 1024;
  private static final int FIELDS = 5;
  private static final String FOREVER = "forever";

  private final Path path;
  private final long delayMillis;
  private volatile long lastTookMillis;
  private final AtomicReference<Supplier<Collection<Ban>>> pending = new AtomicReference<>();
  private final ScheduledThreadPoolExecutor writer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().name("bans").daemon().factory());

  /** A file in a folder that is private to the daemon. */
  public BanFile(Path path) {
    this(path, 200);
  }

  BanFile(Path path, long delayMillis) {
    this.path = path;
    this.delayMillis = delayMillis;
    writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** What the file holds; what is wrong with it is said and left out. */
  List<Ban> read() {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    List<Ban> bans = new ArrayList<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      Optional<Ban> ban = parse(line);
      if (ban.isPresent()) {
        bans.add(ban.get());
      } else {
        LOG.warn("{}:{}: not a ban; the line is left out", path, number);
      }
    }
    return bans;
  }

  private List<String> lines() {
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(LARGEST);
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      LOG.error("{} cannot be read: {}; earlier bans are not in force", path, e.getMessage());
      return List.of();
    }
  }

  private static Optional<Ban> parse(String line) {
    String[] field = line.split("\t", FIELDS);
    if (field.length != FIELDS) {
      return Optional.empty();
    }
    try {
      Optional<Instant> until =
          field[2].equals(FOREVER) ? Optional.empty() : Optional.of(Instant.parse(field[2]));
      Instant since = Instant.parse(field[1]);
      Origin origin = Origin.parse(field[3]);
      return Network.parse(field[0]).map(who -> new Ban(who, since, until, field[4], origin));
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private static String line(Ban ban) {
    String until = ban.until().map(Instant::toString).orElse(FOREVER);
    return String.join(
            "\t",
            ban.network().toString(),
            ban.since().toString(),
            until,
            printable(ban.origin().toString()),
            printable(ban.rule()))
        + "\n";
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  /** Has the bans written soon, as they are then. */
  void write(Supplier<Collection<Ban>> bans) {
    if (pending.getAndSet(bans) == null && !writer.isShutdown()) {
      long delay = Math.max(delayMillis, 9 * lastTookMillis);
      var unused = writer.schedule(this::flush, delay, TimeUnit.MILLISECONDS);
    }
  }

  private void flush() {
    Supplier<Collection<Ban>> bans = pending.getAndSet(null);
    if (bans == null) {
      return;
    }
    long begin = System.nanoTime();
    StringBuilder text = new StringBuilder();
    bans.get().forEach(ban -> text.append(line(ban)));
    Path fresh = path.resolveSibling(path.getFileName() + ".new");
    try {
      replace(fresh, text.toString());
    } catch (IOException e) {
      LOG.error("{} cannot be written: {}; bans do not survive a restart", path, e.getMessage());
    }
    lastTookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  private void replace(Path fresh, String text) throws IOException {
    Files.deleteIfExists(fresh);
    try (FileChannel out =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes what is pending, and ends. */
  @Override
  public void close() {
    writer.shutdown(); // without an interrupt, which would spoil a write that is under way
    try {
      if (!writer.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.error("{} takes long to be written", path);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    flush();
  }
}
