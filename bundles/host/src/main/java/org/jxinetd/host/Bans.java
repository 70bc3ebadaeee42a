package org.jxinetd.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Family;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;

/**
 * The addresses and networks that no service serves. Survives updates of the engine and, where a
 * {@link BanFile} keeps it, a restart. At most {@value #MOST_BY_HAND} by hand and {@value #MOST} by
 * sensors at a time: beyond that the ban of that kind that would end first makes room, so that
 * forged touches of a sensor never end a ban that an administrator set. Any thread; a look-up takes
 * no lock.
 */
public final class Bans implements AutoCloseable {

  /** Bans by sensors; as many as xinetd keeps. */
  public static final int MOST = 10_240;

  /** Bans by administrators. */
  public static final int MOST_BY_HAND = 131_072;

  /** The origin of bans that an administrator sets; those of sensors name their line. */
  public static final Origin BY_HAND = Origin.of("command ban", 0);

  private static final Comparator<Network> BY_ADDRESS =
      Comparator.comparing((Network network) -> network.first().family())
          .thenComparing(network -> network.first().high(), Long::compareUnsigned)
          .thenComparing(network -> network.first().low(), Long::compareUnsigned)
          .thenComparing(network -> network.first().scope())
          .thenComparing(Network::length);

  private static final Comparator<Ban> SOONEST =
      Comparator.comparing(ban -> ban.until().orElse(Instant.MAX));

  private static final Comparator<Ban> END = SOONEST.thenComparing(Ban::network, BY_ADDRESS);

  private final Map<BlockKey, Ban> bans = new ConcurrentHashMap<>();
  private final PrefixLengths inet = new PrefixLengths();
  private final PrefixLengths inet6 = new PrefixLengths();
  private final NavigableSet<Ban> bySensors = new TreeSet<>(END);
  private final NavigableSet<Ban> byHand = new TreeSet<>(END);
  private final Optional<BanFile> file;

  private PrefixLengths lengths(Network network) {
    return network.first().family() == Family.INET ? inet : inet6;
  }

  /** Bans that are forgotten with the process. */
  public Bans() {
    this.file = Optional.empty();
  }

  /** Bans that a file keeps; those in it that still hold are in force at once. */
  public Bans(BanFile file, Instant now) {
    this.file = Optional.of(file);
    file.read().stream().filter(ban -> ban.holds(now)).forEach(this::restore);
  }

  /**
   * The ban of a client's address at a moment: its own, or that of the narrowest network it lies
   * in. An address without a scope is banned on every interface.
   */
  public Optional<Ban> find(Address client, Instant at) {
    PrefixLengths lengths = client.isInet() ? inet : inet6;
    for (int length : lengths.longestFirst()) {
      Optional<Ban> ban = held(BlockKey.around(client, length, 0), at);
      if (ban.isEmpty() && client.scope() != 0) {
        ban = held(BlockKey.around(client, length, client.scope()), at);
      }
      if (ban.isPresent()) {
        return ban;
      }
    }
    return Optional.empty();
  }

  private Optional<Ban> held(Network network, Instant at) {
    return held(BlockKey.of(network), at);
  }

  private Optional<Ban> held(BlockKey key, Instant at) {
    Ban ban = bans.get(key);
    return ban == null || !ban.holds(at) ? Optional.empty() : Optional.of(ban);
  }

  /**
   * Bans an address, or lets its own ban last longer; a ban is never shortened by this, and one by
   * hand stays one by hand.
   *
   * @param duration empty for ever
   * @return the ban in force, and whether it is new
   */
  public synchronized Added extend(
      Address address, Instant now, Optional<Duration> duration, String rule, Origin origin) {
    Network network = Network.of(address);
    Optional<Ban> before = held(network, now);
    Instant until = duration.map(now::plus).orElse(Instant.MAX);
    boolean lasts = before.isPresent() && !before.get().until().orElse(Instant.MAX).isBefore(until);
    if (lasts) {
      return new Added(before.get(), false);
    }
    Optional<Ban> byHandBefore = before.filter(ban -> kind(ban) == byHand);
    String why = byHandBefore.map(Ban::rule).orElse(rule);
    Origin where = byHandBefore.map(Ban::origin).orElse(origin);
    return new Added(put(network, before, now, duration, why, where), before.isEmpty());
  }

  /**
   * A ban that was asked for.
   *
   * @param isNew false when the address was banned already
   */
  public record Added(Ban ban, boolean isNew) {}

  /** Takes a ban over as it stands, where there is room. */
  public synchronized void restore(Ban ban) {
    if (bans.containsKey(BlockKey.of(ban.network())) || kind(ban).size() < most(ban)) {
      enter(ban);
    }
  }

  /** Bans a network until then, whatever was in force before. */
  public synchronized Ban set(
      Network network, Instant now, Optional<Duration> duration, String rule, Origin origin) {
    return put(network, held(network, now), now, duration, rule, origin);
  }

  private Ban put(
      Network network,
      Optional<Ban> before,
      Instant now,
      Optional<Duration> duration,
      String rule,
      Origin origin) {
    Instant since = before.map(Ban::since).orElse(now);
    Ban ban = new Ban(network, since, duration.map(now::plus), rule, origin);
    Optional<Ban> replaced = Optional.ofNullable(bans.get(BlockKey.of(network)));
    boolean needsRoom = replaced.filter(b -> kind(b) == kind(ban)).isEmpty();
    if (needsRoom && kind(ban).size() >= most(ban)) {
      remove(kind(ban).first().network());
    }
    enter(ban); // what it replaces stays in force until then
    save();
    return ban;
  }

  private NavigableSet<Ban> kind(Ban ban) {
    return ban.origin().equals(BY_HAND) ? byHand : bySensors;
  }

  private static int most(Ban ban) {
    return ban.origin().equals(BY_HAND) ? MOST_BY_HAND : MOST;
  }

  private void enter(Ban ban) {
    BlockKey key = BlockKey.of(ban.network());
    Ban before = bans.put(key, ban);
    if (before == null) {
      lengths(ban.network()).add(key.length());
    } else {
      kind(before).remove(before);
    }
    kind(ban).add(ban);
  }

  private Ban remove(Network network) {
    BlockKey key = BlockKey.of(network);
    Ban gone = bans.remove(key);
    if (gone != null) {
      lengths(network).remove(key.length());
      kind(gone).remove(gone);
    }
    return gone;
  }

  /** Lifts the ban of exactly this network; false when there was none. */
  public synchronized boolean lift(Network network, Instant now) {
    Ban gone = remove(network);
    save();
    return gone != null && gone.holds(now);
  }

  /**
   * Forgets the bans that are over.
   *
   * @return how many
   */
  public synchronized int expire(Instant now) {
    int gone = 0;
    for (NavigableSet<Ban> kind : List.of(bySensors, byHand)) {
      while (!kind.isEmpty() && !kind.first().holds(now)) {
        remove(kind.first().network());
        gone++;
      }
    }
    if (gone > 0) {
      save();
    }
    return gone;
  }

  /** The bans that hold, by address. */
  public List<Ban> all(Instant now) {
    return bans.values().stream()
        .filter(ban -> ban.holds(now))
        .sorted(Comparator.comparing(Ban::network, BY_ADDRESS))
        .toList();
  }

  public boolean isEmpty() {
    return bans.isEmpty();
  }

  private void save() {
    file.ifPresent(kept -> kept.write(() -> List.copyOf(bans.values())));
  }

  /** Writes what the file does not hold yet. */
  @Override
  public void close() {
    file.ifPresent(BanFile::close);
  }
}
