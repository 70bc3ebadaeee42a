package org.jxinetd.handler.exec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.OpenFiles;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Pipe;
import org.jxinetd.linux.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code stderr}: where descriptor 2 of the servers of one service leads. Any thread. */
sealed interface Stderr {

  /**
   * Opens the place for one server.
   *
   * @return to be closed when the server is started
   */
  Opened open() throws IOException;

  /**
   * The place for one server.
   *
   * @param ours what this process closes once the server has it; empty: the client's socket
   * @param reader what reads the other end, if anything does
   */
  record Opened(Optional<Fd> ours, Optional<ErrorLines> reader) implements AutoCloseable {

    /** The descriptor that becomes 2. */
    int descriptor(int client) {
      return ours.map(Fd::number).orElse(client);
    }

    /** The server runs: what it writes is read from now on. */
    void started(long pid) {
      reader.ifPresent(lines -> lines.start(pid));
    }

    /** Closes our end; where no server was started, its reader ends by that. */
    @Override
    public void close() {
      ours.ifPresent(Fd::close);
      reader.ifPresent(ErrorLines::abandon);
    }
  }

  /** {@code client}, {@code log}, or a file with an optional size; by default the client. */
  static Stderr of(ServiceSpec service) throws ConfigException {
    Optional<Attribute> set = service.attribute("stderr");
    if (set.isEmpty()) {
      return new Client();
    }
    List<String> words = set.get().words();
    if (words.isEmpty() || words.size() > 2 || words.getFirst().isEmpty()) {
      throw bad(service, set.get());
    }
    String first = words.getFirst();
    if (words.size() == 1 && first.equalsIgnoreCase("client")) {
      return new Client();
    }
    if (words.size() == 1 && first.equalsIgnoreCase("log")) {
      return new Log(service.id(), new LineBudget());
    }
    if (!first.startsWith("/")) {
      throw bad(service, set.get());
    }
    try {
      OptionalLong limit =
          words.size() == 2 ? Sizes.bytes(words.get(1)) : OptionalLong.of(File.USUAL_LIMIT);
      if (limit.isEmpty() || limit.getAsLong() == 0) {
        throw ConfigException.in(
            service, set.get(), "'" + words.get(1) + "' is not a size such as 4096, 500k or 10M");
      }
      return new File(service.id(), Path.of(first), limit.getAsLong());
    } catch (InvalidPathException e) {
      throw ConfigException.in(service, set.get(), "not a path: " + e.getReason());
    }
  }

  private static ConfigException bad(ServiceSpec service, Attribute set) {
    return ConfigException.in(
        service,
        set,
        "'" + String.join(" ", set.words()) + "' is neither client, nor log, nor /FILE [SIZE]");
  }

  /** The client's socket, as in xinetd. */
  record Client() implements Stderr {
    @Override
    public Opened open() {
      return new Opened(Optional.empty(), Optional.empty());
    }
  }

  /**
   * A pipe whose lines become lines of the daemon log.
   *
   * @param budget shared by all servers of the service
   */
  record Log(String service, LineBudget budget) implements Stderr {
    @Override
    public Opened open() throws OsException {
      Pipe pipe = Pipe.open();
      boolean whole = false;
      try {
        Sockets.nonBlocking(pipe.write(), false); // a server must not lose lines to EAGAIN
        whole = true;
      } finally {
        if (!whole) {
          pipe.read().close();
          pipe.write().close();
        }
      }
      return new Opened(
          Optional.of(pipe.write()), Optional.of(new ErrorLines(service, pipe.read(), budget)));
    }
  }

  /**
   * A file that servers append to. One that has grown to its limit is kept as NAME.1 when the next
   * server starts. A file that cannot be opened costs the messages, not the session.
   */
  final class File implements Stderr {
    static final long USUAL_LIMIT = 10L << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Stderr.class);
    private static final Duration BETWEEN_MESSAGES = Duration.ofMinutes(1);

    private final String service;
    private final Path path;
    private final long limit;
    private long quietUntil = System.nanoTime(); // guarded by this

    File(String service, Path path, long limit) {
      this.service = service;
      this.path = path;
      this.limit = limit;
    }

    Path path() {
      return path;
    }

    long limit() {
      return limit;
    }

    @Override
    public synchronized Opened open() throws OsException {
      return new Opened(Optional.of(file()), Optional.empty());
    }

    private Fd file() throws OsException {
      try {
        Fd fd = OpenFiles.append(path);
        if (Files.size(Path.of("/proc/self/fd/" + fd.number())) < limit) {
          return fd;
        }
        fd.close();
        Files.move(
            path,
            path.resolveSibling(path.getFileName() + ".1"),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
        return OpenFiles.append(path);
      } catch (IOException e) {
        complain(e);
        return OpenFiles.nothing();
      }
    }

    private void complain(IOException e) {
      long now = System.nanoTime();
      if (now - quietUntil >= 0) {
        quietUntil = now + BETWEEN_MESSAGES.toNanos();
        LOG.error(
            "service {}, stderr: {}; what its servers write there is lost",
            service,
            e.getMessage());
      }
    }
  }
}
