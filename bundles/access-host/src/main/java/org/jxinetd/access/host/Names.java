package org.jxinetd.access.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jxinetd.api.service.Address;

/**
 * Names of clients and addresses of names, from the hosts file and DNS in the order of the name
 * switch. A name counts as a client's only when it leads back to the client's address: whoever runs
 * the reverse zone of an address can write any name there. Any thread.
 */
final class Names {

  /** Names of one address that are looked at; more than these make a doubt. */
  static final int MOST_NAMES = 8;

  private static final int KEPT = 16_384;
  private static final Duration OF_FILE = Duration.ofSeconds(1);

  private final NameSwitch order;
  private final HostsFile hosts;
  private final Dns dns;
  private final Supplier<Search> search;
  private final Lookups<String, Addresses> addresses;
  private final Lookups<Address, ClientName> clients;

  Names(
      NameSwitch order, HostsFile hosts, Dns dns, Supplier<Search> search, LongSupplier nanoTime) {
    this.search = search;
    this.order = order;
    this.hosts = hosts;
    this.dns = dns;
    this.addresses =
        new Lookups<>(
            KEPT, this::lookForward, new Addresses(Set.of(), "the look-up failed"), nanoTime);
    this.clients =
        new Lookups<>(KEPT, this::lookBack, ClientName.unknown("the look-up failed"), nanoTime);
  }

  /** What a client may be called; the address in its plain form. */
  Lookups.Pending<ClientName> client(Address address) {
    return clients.of(address);
  }

  /** The addresses of a name as it is written: completed unless it ends with a dot. */
  Lookups.Pending<Addresses> forward(String name) {
    return addresses.of(name);
  }

  /** How names are completed now. */
  Search search() {
    return search.get();
  }

  /** One place to look: its answer. */
  private interface Step<T> {
    CompletableFuture<Records<T>> look();
  }

  /** An absence in the hosts file lasts for as long as what DNS says, else as long as the file. */
  private static <T> CompletableFuture<Records<T>> first(List<Step<T>> steps) {
    return first(steps, Records.none())
        .thenApply(
            r ->
                r.life().equals(Lookups.LONGEST) && r.values().isEmpty()
                    ? new Records<>(List.of(), OF_FILE, r.failure())
                    : r);
  }

  /** The answer of the first step that has one; what failed on the way stays said. */
  private static <T> CompletableFuture<Records<T>> first(List<Step<T>> steps, Records<T> before) {
    if (steps.isEmpty() || !before.values().isEmpty()) {
      return CompletableFuture.completedFuture(before);
    }
    return steps
        .getFirst()
        .look()
        .thenCompose(records -> first(steps.subList(1, steps.size()), before.and(records)));
  }

  private CompletableFuture<Lookups.Found<Addresses>> lookForward(String written) {
    List<Step<Address>> steps = new ArrayList<>();
    for (NameSwitch.Source source : order.order()) {
      if (source == NameSwitch.Source.DNS) {
        for (String name : search.get().candidates(written)) {
          steps.add(() -> dns.addresses(name));
        }
      } else {
        steps.add(() -> here(hosts.addresses(whole(written))));
      }
    }
    return first(steps)
        .thenApply(
            r ->
                new Lookups.Found<>(
                    new Addresses(new HashSet<>(r.values()), r.failure()), r.life()));
  }

  private static <T> CompletableFuture<Records<T>> here(Collection<T> found) {
    return CompletableFuture.completedFuture(
        found.isEmpty() ? Records.none() : new Records<>(List.copyOf(found), OF_FILE, ""));
  }

  private static String whole(String written) {
    return written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
  }

  private CompletableFuture<Lookups.Found<ClientName>> lookBack(Address address) {
    List<Step<String>> steps = new ArrayList<>();
    for (NameSwitch.Source source : order.order()) {
      if (source == NameSwitch.Source.FILES) {
        steps.add(() -> here(hosts.name(address).stream().toList()));
      } else if (!isLinkLocal(address)) { // no name server knows it, and none need know we have it
        steps.add(() -> dns.names(address));
      }
    }
    return first(steps).thenCompose(records -> confirm(address, records));
  }

  private static boolean isLinkLocal(Address address) {
    return !address.isInet() && address.high() >>> 54 == 0xfe80 >>> 6;
  }

  private CompletableFuture<Lookups.Found<ClientName>> confirm(
      Address address, Records<String> records) {
    if (records.values().isEmpty()) {
      String why = records.failure().isEmpty() ? address + " has no name" : records.failure();
      return CompletableFuture.completedFuture(
          new Lookups.Found<>(ClientName.unknown(why), records.life()));
    }
    List<String> claimed = records.values().stream().distinct().limit(MOST_NAMES).toList();
    List<CompletableFuture<Addresses>> forward = new ArrayList<>();
    for (String name : claimed) {
      forward.add(
          HostName.of(name)
              .map(good -> addresses.of(good + ".").answer())
              .orElseGet(() -> CompletableFuture.completedFuture(new Addresses(Set.of(), ""))));
    }
    boolean more = records.values().stream().distinct().count() > MOST_NAMES;
    return CompletableFuture.allOf(forward.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                new Lookups.Found<>(
                    judge(address, claimed, forward, more ? tooMany(address) : records.failure()),
                    records.life()));
  }

  private static ClientName judge(
      Address address,
      List<String> claimed,
      List<CompletableFuture<Addresses>> forward,
      String before) {
    Set<String> confirmed = new LinkedHashSet<>();
    String doubt = before;
    for (int i = 0; i < claimed.size(); i++) {
      Addresses found = forward.get(i).join();
      Optional<String> name = HostName.of(claimed.get(i));
      if (name.isPresent() && found.all().contains(address)) {
        confirmed.add(name.get());
      } else {
        doubt = unconfirmed(address, name, found);
      }
    }
    return new ClientName(List.copyOf(confirmed), true, doubt);
  }

  private static String tooMany(Address address) {
    return address + " has more than " + MOST_NAMES + " names";
  }

  private static String unconfirmed(Address address, Optional<String> name, Addresses found) {
    if (name.isEmpty()) {
      return address + " claims a name that is none";
    }
    String claim = address + " claims to be " + name.get() + ", which ";
    return found.failure().isEmpty()
        ? claim + "does not lead back to it"
        : claim + "cannot be confirmed: " + found.failure();
  }
}
