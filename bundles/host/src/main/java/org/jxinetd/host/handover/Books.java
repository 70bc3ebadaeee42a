package org.jxinetd.host.handover;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;
import org.jxinetd.host.Account;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.LiveSession;
import org.jxinetd.host.SourceBlock;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.OtherProcess;
import org.jxinetd.linux.Signals;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ledger as lines of words: what a process tells its successor. What runs in the old process
 * counts in the new one until the old one says that it has ended, or is gone itself.
 */
final class Books {

  private static final Logger LOG = LoggerFactory.getLogger(Books.class);
  private static final String NOTHING = "-";

  private Books() {}

  /** Everything: limits, pauses, bans, servers that hold a socket. */
  static List<List<String>> all(Ledger ledger, Instant now, long nowNanos) {
    List<List<String>> lines = new ArrayList<>();
    ledger
        .accounts()
        .forEach(
            (pid, account) -> {
              String service = encode(pid);
              for (long age : account.rateAgesNanos(nowNanos)) {
                lines.add(List.of("came", service, Long.toString(age)));
              }
              account
                  .resting(nowNanos)
                  .forEach(
                      (block, left) ->
                          lines.add(List.of("rests", service, text(block), Long.toString(left))));
              account
                  .pausedUntil()
                  .ifPresent(until -> lines.add(List.of("paused", service, until.toString())));
            });
    for (Ban ban : ledger.bans().all(now)) {
      lines.add(
          List.of(
              "ban",
              ban.network().toString(),
              ban.since().toString(),
              ban.until().map(Instant::toString).orElse(NOTHING),
              encode(ban.origin().toString()),
              encode(ban.rule())));
    }
    for (LiveSession session : ledger.sessions()) {
      if (session.holdsSocket() && session.server().pid() > 0) {
        lines.add(
            List.of(
                "holds",
                encode(session.service()),
                encode(session.serviceId()),
                Long.toString(session.server().pid()),
                session.since().toString()));
      }
    }
    lines.addAll(counts(ledger));
    return lines;
  }

  /** What runs now; said again whenever it has changed. */
  static List<List<String>> counts(Ledger ledger) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("places", Integer.toString(ledger.ownPlaces())));
    ledger
        .accounts()
        .forEach(
            (pid, account) -> {
              List<String> line = new ArrayList<>();
              Account.Counts counts = account.counts();
              line.add("runs");
              line.add(encode(pid));
              line.add(Integer.toString(counts.servers()));
              counts.sources().forEach((block, n) -> line.add(text(block) + "=" + n));
              lines.add(line);
            });
    return lines;
  }

  /** Enters one line into the ledger of the new process. */
  static void enter(List<String> line, Ledger ledger, long nowNanos) throws IOException {
    try {
      switch (line.getFirst()) {
        case "came" ->
            ledger
                .account(decode(line.get(1)))
                .restoreRate(List.of(Long.parseLong(line.get(2))), nowNanos);
        case "rests" ->
            ledger
                .account(decode(line.get(1)))
                .rest(block(line.get(2)), Long.parseLong(line.get(3)), nowNanos);
        case "paused" -> ledger.account(decode(line.get(1))).pause(Instant.parse(line.get(2)));
        case "ban" -> ledger.bans().restore(ban(line));
        case "holds" -> adopt(line, ledger);
        case "places" -> ledger.elsewhere(Integer.parseInt(line.get(1)));
        case "runs" -> runs(line, ledger);
        default -> throw new IOException("an unknown line: " + line.getFirst());
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException | DateTimeException malformed) {
      throw new IOException("a malformed line: " + line, malformed);
    }
  }

  /** The old process is gone: nothing runs there any more. */
  static void forget(Ledger ledger) {
    ledger.elsewhere(0);
    ledger.accounts().values().forEach(account -> account.elsewhere(Account.Counts.NONE));
  }

  private static void runs(List<String> line, Ledger ledger) {
    Map<SourceBlock, Integer> sources = new HashMap<>();
    for (String word : line.subList(3, line.size())) {
      int equals = word.indexOf('=');
      sources.put(block(word.substring(0, equals)), Integer.parseInt(word.substring(equals + 1)));
    }
    ledger
        .account(decode(line.get(1)))
        .elsewhere(new Account.Counts(Integer.parseInt(line.get(2)), sources));
  }

  private static Ban ban(List<String> line) {
    return new Ban(
        Network.parse(line.get(1)).orElseThrow(() -> new IllegalArgumentException("network")),
        Instant.parse(line.get(2)),
        line.get(3).equals(NOTHING) ? Optional.empty() : Optional.of(Instant.parse(line.get(3))),
        decode(line.get(5)),
        Origin.parse(decode(line.get(4))));
  }

  /**
   * A server that has the service's socket: the socket is not polled until the server has ended.
   */
  private static void adopt(List<String> line, Ledger ledger) {
    int pid = Integer.parseInt(line.get(3));
    try {
      OtherProcess process = OtherProcess.of(pid);
      LiveSession session =
          ledger.adopt(
              decode(line.get(1)),
              decode(line.get(2)),
              Instant.parse(line.get(4)),
              new Stranger(process));
      Thread.ofVirtual().name("server-" + pid).start(() -> outlive(process, session, ledger));
    } catch (OsException ended) {
      LOG.debug("server {} has ended already: {}", pid, ended.getMessage());
    }
  }

  private static void outlive(OtherProcess process, LiveSession session, Ledger ledger) {
    try (process) {
      process.awaitEnd(0);
    } catch (OsException e) {
      LOG.error("server {} cannot be awaited: {}", process.pid(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ledger.close(session);
    }
  }

  private record Stranger(OtherProcess process) implements Running {
    @Override
    public long pid() {
      return process.pid();
    }

    @Override
    public void terminate() {
      signal(Signals.SIGTERM);
    }

    @Override
    public void kill() {
      signal(Signals.SIGKILL);
    }

    private void signal(int number) {
      try {
        process.signal(number);
      } catch (OsException e) {
        LOG.warn("{}", e.getMessage());
      }
    }
  }

  static String encode(String text) {
    return text.isEmpty() ? NOTHING : URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static String decode(String word) {
    return word.equals(NOTHING) ? "" : URLDecoder.decode(word, StandardCharsets.UTF_8);
  }

  private static String text(SourceBlock block) {
    return Long.toHexString(block.high())
        + ","
        + Long.toHexString(block.low())
        + ","
        + block.scope()
        + ","
        + block.bits();
  }

  private static SourceBlock block(String word) {
    String[] parts = word.split(",");
    if (parts.length != 4) {
      throw new IllegalArgumentException("source " + word);
    }
    return new SourceBlock(
        Long.parseUnsignedLong(parts[0], 16),
        Long.parseUnsignedLong(parts[1], 16),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]));
  }
}
