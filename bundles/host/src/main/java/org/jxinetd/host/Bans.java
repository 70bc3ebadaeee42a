package org.jxinetd.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Origin;

/**
 * The addresses that no service serves. Survives updates of the engine and, where a {@link BanFile}
 * keeps it, a restart. At most {@value #MOST} at a time: beyond that the ban that would end first
 * makes room. Any thread.
 */
public final class Bans implements AutoCloseable {

  /** As many as xinetd keeps. */
  public static final int MOST = 10_240;

  private static final Comparator<Ban> SOONEST =
      Comparator.comparing(ban -> ban.until().orElse(Instant.MAX));

  private final Map<Address, Ban> bans = new HashMap<>();
  private final Optional<BanFile> file;

  /** Bans that are forgotten with the process. */
  public Bans() {
    this.file = Optional.empty();
  }

  /** Bans that a file keeps; those in it that still hold are in force at once. */
  public Bans(BanFile file, Instant now) {
    this.file = Optional.of(file);
    for (Ban ban : file.read()) {
      if (ban.holds(now) && bans.size() < MOST) {
        bans.put(ban.address(), ban);
      }
    }
  }

  /** IPv4 and the same address mapped into IPv6 are one client. */
  private static Address canonical(Address address) {
    return address.isMapped() ? Address.inet(address.inetBits()) : address;
  }

  /** The ban of an address at a moment. */
  public synchronized Optional<Ban> find(Address address, Instant at) {
    return Optional.ofNullable(bans.get(canonical(address))).filter(ban -> ban.holds(at));
  }

  /**
   * Bans an address, or lets its ban last longer; a ban is never shortened by this.
   *
   * @param duration empty for ever
   * @return the ban in force, and whether it is new
   */
  public synchronized Added extend(
      Address address, Instant now, Optional<Duration> duration, String rule, Origin origin) {
    Optional<Ban> before = find(address, now);
    Optional<Instant> until = end(now, duration);
    boolean lasts = before.isPresent() && SOONEST.compare(before.get(), ending(until)) >= 0;
    Ban ban = lasts ? before.get() : put(address, before, now, until, rule, origin);
    return new Added(ban, before.isEmpty());
  }

  /**
   * A ban that was asked for.
   *
   * @param isNew false when the address was banned already
   */
  public record Added(Ban ban, boolean isNew) {}

  /** Takes a ban over as it stands. */
  public synchronized void restore(Ban ban) {
    if (bans.size() < MOST || bans.containsKey(ban.address())) {
      bans.put(ban.address(), ban);
    }
  }

  /** Bans an address until then, whatever was in force before. */
  public synchronized Ban set(
      Address address, Instant now, Optional<Duration> duration, String rule, Origin origin) {
    return put(address, find(address, now), now, end(now, duration), rule, origin);
  }

  private Ban put(
      Address address,
      Optional<Ban> before,
      Instant now,
      Optional<Instant> until,
      String rule,
      Origin origin) {
    Address key = canonical(address);
    if (bans.size() >= MOST && !bans.containsKey(key)) {
      makeRoom(now);
    }
    Ban ban = new Ban(key, before.map(Ban::since).orElse(now), until, rule, origin);
    bans.put(key, ban);
    save();
    return ban;
  }

  private void makeRoom(Instant now) {
    bans.values().removeIf(ban -> !ban.holds(now));
    if (bans.size() >= MOST) {
      Ban first = bans.values().stream().min(SOONEST).orElseThrow();
      bans.remove(first.address());
    }
  }

  private static Optional<Instant> end(Instant now, Optional<Duration> duration) {
    return duration.map(now::plus);
  }

  private static Ban ending(Optional<Instant> until) {
    return new Ban(Address.ANY_INET, Instant.EPOCH, until, "", Origin.NONE);
  }

  /** Lifts a ban; false when there was none. */
  public synchronized boolean lift(Address address, Instant now) {
    Ban gone = bans.remove(canonical(address));
    save();
    return gone != null && gone.holds(now);
  }

  /**
   * Forgets the bans that are over.
   *
   * @return how many
   */
  public synchronized int expire(Instant now) {
    int before = bans.size();
    if (bans.values().removeIf(ban -> !ban.holds(now))) {
      save();
    }
    return before - bans.size();
  }

  /** The bans that hold, by address. */
  public synchronized List<Ban> all(Instant now) {
    Comparator<Address> order =
        Comparator.comparing(Address::family)
            .thenComparing(Address::high, Long::compareUnsigned)
            .thenComparing(Address::low, Long::compareUnsigned)
            .thenComparing(Address::scope);
    return bans.values().stream()
        .filter(ban -> ban.holds(now))
        .sorted(Comparator.comparing(Ban::address, order))
        .toList();
  }

  public synchronized boolean isEmpty() {
    return bans.isEmpty();
  }

  private void save() {
    if (file.isPresent()) {
      Collection<Ban> now = List.copyOf(bans.values());
      file.get().write(now);
    }
  }

  /** Writes what the file does not hold yet. */
  @Override
  public void close() {
    file.ifPresent(BanFile::close);
  }
}
