package org.jxinetd.host;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.CodeInUse;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/**
 * The live sessions and the accounts of the services: what must be remembered while the engine is
 * replaced. Any thread.
 */
public final class Ledger implements CodeInUse {

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();
  private final Map<Long, LiveSession> sessions = new ConcurrentHashMap<>();
  private final Set<String> everOwned = ConcurrentHashMap.newKeySet();
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger places = new AtomicInteger();
  private volatile int elsewhere;
  private final Map<Long, Long> codeUsers = new ConcurrentHashMap<>();
  private final Refusals refusals = new Refusals();
  private final Bans bans;

  /** A ledger whose bans end with the process. */
  public Ledger() {
    this(new Bans());
  }

  public Ledger(Bans bans) {
    this.bans = bans;
  }

  public Bans bans() {
    return bans;
  }

  public Refusals refusals() {
    return refusals;
  }

  /** The account of a service, by the PID of its configuration; made when first asked for. */
  public Account account(String service) {
    return accounts.computeIfAbsent(service, pid -> new Account());
  }

  /** All accounts by the PID of their service. */
  public Map<String, Account> accounts() {
    return Map.copyOf(accounts);
  }

  /** Forgets the account of a service that is gone, unless its sessions still run. */
  public void forget(String service) {
    accounts.computeIfPresent(
        service, (pid, account) -> account.idle(System.nanoTime()) ? null : account);
  }

  /** Enters a session whose server runs. */
  public LiveSession open(
      ServiceSpec service, Optional<Endpoint> peer, Instant since, Running server) {
    LiveSession session =
        new LiveSession(
            numbers.incrementAndGet(),
            service.pid(),
            service.id(),
            service.waits(),
            peer,
            since,
            server);
    sessions.put(session.number(), session);
    return session;
  }

  /**
   * Enters a server that another process has started and that has the service's own socket: nobody
   * may poll it until the server ends.
   *
   * @param service PID of the service's configuration
   */
  public LiveSession adopt(String service, String serviceId, Instant since, Running server) {
    LiveSession session =
        new LiveSession(
            numbers.incrementAndGet(), service, serviceId, true, Optional.empty(), since, server);
    sessions.put(session.number(), session);
    return session;
  }

  /** Strikes a session out. */
  public void close(LiveSession session) {
    sessions.remove(session.number());
    session.end();
  }

  /** All live sessions, oldest first. */
  public List<LiveSession> sessions() {
    return sessions.values().stream()
        .sorted(Comparator.comparingLong(LiveSession::number))
        .toList();
  }

  /** The live sessions of one service. */
  public List<LiveSession> sessions(String service) {
    return sessions().stream().filter(s -> s.service().equals(service)).toList();
  }

  /** Begins a use of the code of bundles, by their ids; see {@link CodeInUse}. */
  public void useCode(Collection<Long> bundles) {
    bundles.forEach(bundle -> codeUsers.merge(bundle, 1L, Long::sum));
  }

  /** Ends such a use. */
  public void leaveCode(Collection<Long> bundles) {
    bundles.forEach(bundle -> codeUsers.computeIfPresent(bundle, (b, n) -> n == 1 ? null : n - 1));
  }

  @Override
  public long users(long bundle) {
    return codeUsers.getOrDefault(bundle, 0L);
  }

  /** Uses of code of any bundle. */
  public long codeUsers() {
    return codeUsers.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Remembers attributes that some bundle owns; see {@link #wasOwned}. */
  public void owned(Collection<String> attributes) {
    everOwned.addAll(attributes);
  }

  /** True when a bundle that was here since the start of the process owned the attribute. */
  public boolean wasOwned(String attribute) {
    return everOwned.contains(attribute);
  }

  /**
   * Takes a place for one more session, of whatever service.
   *
   * @return false when {@code limit} places are taken
   */
  public boolean takePlace(int limit) {
    int now;
    do {
      now = places.get();
      if (now + elsewhere >= limit) {
        return false;
      }
    } while (!places.compareAndSet(now, now + 1));
    return true;
  }

  /** Places that are taken in the process whose place this one has taken. */
  public void elsewhere(int taken) {
    elsewhere = taken;
  }

  public void releasePlace() {
    places.decrementAndGet();
  }

  /** Places taken by sessions of all services. */
  public int places() {
    return places.get() + elsewhere;
  }

  /** Places taken in this process alone. */
  public int ownPlaces() {
    return places.get();
  }
}
