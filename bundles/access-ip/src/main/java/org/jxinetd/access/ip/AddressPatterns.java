package org.jxinetd.access.ip;

import java.lang.ref.WeakReference;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Address patterns. Numeric ones match numerically; a name is taken only when /etc/networks has it,
 * so no compilation waits for a resolver.
 */
@Component
public final class AddressPatterns implements PatternProvider {

  private static final Logger LOG = LoggerFactory.getLogger(AddressPatterns.class);

  private static final String FILE = "file:";

  /** A large list takes seconds of processor time, which no carrier of virtual threads has. */
  private static final Executor BESIDE =
      task -> Thread.ofPlatform().name("blocklist").daemon().start(task);

  private final PatternReader reader;
  private final Map<Path, WeakReference<BlockFile>> files = new HashMap<>(); // guarded by itself

  @Activate
  public AddressPatterns() {
    this(
        new PatternReader(
            new Inet6Notation(AddressPatterns::interfaceIndex),
            new Networks(Path.of("/etc/networks"))));
  }

  AddressPatterns(PatternReader reader) {
    this.reader = reader;
  }

  private static OptionalInt interfaceIndex(String name) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      return found == null ? OptionalInt.empty() : OptionalInt.of(found.getIndex());
    } catch (SocketException failed) {
      LOG.warn("cannot look up interface {}: {}", name, failed.getMessage());
      return OptionalInt.empty();
    }
  }

  @Override
  public Compiled compile(List<Token> tokens) {
    List<Token> understood = new ArrayList<>(tokens.size());
    List<Problem> problems = new ArrayList<>();
    List<AddressList.Listed> listed = new ArrayList<>();
    Blocks.Builder blocks = new Blocks.Builder();
    for (Token token : tokens) {
      if (token.text().startsWith(FILE)) {
        file(token, problems)
            .ifPresent(
                file -> {
                  understood.add(token);
                  listed.add(new AddressList.Listed(token, file));
                });
        continue;
      }
      switch (reader.read(token.text())) {
        case Reading.Blocks read -> {
          blocks.add(read.prefixes(), understood.size());
          understood.add(token);
        }
        case Reading.Malformed malformed ->
            problems.add(
                Problem.error(token.origin(), "", malformed.why(), "the service is not started"));
        case Reading.Foreign foreign -> {} // left to other providers
      }
    }
    return new AddressList(understood, problems, blocks.build(), listed);
  }

  /** A list of many services is read once. */
  private Optional<BlockFile> file(Token token, List<Problem> problems) {
    Path path;
    try {
      path = Path.of(token.text().substring(FILE.length()));
    } catch (InvalidPathException e) {
      problems.add(bad(token, e.getReason()));
      return Optional.empty();
    }
    if (!path.isAbsolute()) {
      problems.add(bad(token, "the path must be absolute"));
      return Optional.empty();
    }
    BlockFile file;
    synchronized (files) {
      files.values().removeIf(known -> known.refersTo(null));
      WeakReference<BlockFile> known = files.get(path);
      BlockFile before = known == null ? null : known.get();
      file = before == null ? new BlockFile(path, reader, System::nanoTime, BESIDE) : before;
      files.put(path, new WeakReference<>(file));
    }
    for (Problem problem : file.refresh()) {
      problems.add(Problem.warning(problem.origin(), "", problem.message(), problem.consequence()));
    }
    return Optional.of(file);
  }

  private static Problem bad(Token token, String why) {
    return Problem.error(
        token.origin(),
        "",
        "Bad address: " + token.text() + ": " + why,
        "the service is not started");
  }
}
