package org.jxinetd.access.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
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
  private final Lookups<String, Addresses> addresses;
  private final Lookups<Address, ClientName> clients;

  Names(NameSwitch order, HostsFile hosts, Dns dns, LongSupplier nanoTime) {
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

  /** The addresses of a name. */
  Lookups.Pending<Addresses> forward(String name) {
    return addresses.of(name);
  }

  private CompletableFuture<Lookups.Found<Addresses>> lookForward(String name) {
    for (NameSwitch.Source source : order.order()) {
      if (source == NameSwitch.Source.DNS) {
        return dns.addresses(name)
            .thenApply(
                r ->
                    new Lookups.Found<>(
                        new Addresses(new HashSet<>(r.values()), r.failure()), r.life()));
      }
      Set<Address> here = hosts.addresses(name);
      if (!here.isEmpty()) {
        return CompletableFuture.completedFuture(
            new Lookups.Found<>(new Addresses(here, ""), OF_FILE));
      }
    }
    return CompletableFuture.completedFuture(
        new Lookups.Found<>(new Addresses(Set.of(), ""), OF_FILE));
  }

  private CompletableFuture<Lookups.Found<ClientName>> lookBack(Address address) {
    for (NameSwitch.Source source : order.order()) {
      if (source == NameSwitch.Source.DNS) {
        if (isLinkLocal(address)) {
          continue; // no name server knows it, and none need know that we have it
        }
        return dns.names(address).thenCompose(records -> confirm(address, records));
      }
      Optional<String> here = hosts.name(address);
      if (here.isPresent()) {
        return confirm(address, new Records<>(List.of(here.get()), OF_FILE, ""));
      }
    }
    return CompletableFuture.completedFuture(
        new Lookups.Found<>(ClientName.unknown(address + " has no name"), OF_FILE));
  }

  private static boolean isLinkLocal(Address address) {
    return !address.isInet() && address.high() >>> 54 == 0xfe80 >>> 6;
  }

  private CompletableFuture<Lookups.Found<ClientName>> confirm(
      Address address, Records<String> records) {
    if (!records.failure().isEmpty() || records.values().isEmpty()) {
      String why = records.failure().isEmpty() ? address + " has no name" : records.failure();
      return CompletableFuture.completedFuture(
          new Lookups.Found<>(ClientName.unknown(why), records.life()));
    }
    List<String> claimed = records.values().stream().distinct().limit(MOST_NAMES).toList();
    List<CompletableFuture<Addresses>> forward = new ArrayList<>();
    for (String name : claimed) {
      forward.add(
          HostName.of(name)
              .map(good -> addresses.of(good).answer())
              .orElseGet(() -> CompletableFuture.completedFuture(new Addresses(Set.of(), ""))));
    }
    boolean more = records.values().stream().distinct().count() > MOST_NAMES;
    return CompletableFuture.allOf(forward.toArray(CompletableFuture[]::new))
        .thenApply(
            done -> new Lookups.Found<>(judge(address, claimed, forward, more), records.life()));
  }

  private static ClientName judge(
      Address address,
      List<String> claimed,
      List<CompletableFuture<Addresses>> forward,
      boolean more) {
    Set<String> confirmed = new HashSet<>();
    String doubt = more ? address + " has more than " + MOST_NAMES + " names" : "";
    for (int i = 0; i < claimed.size(); i++) {
      Addresses found = forward.get(i).join();
      Optional<String> name = HostName.of(claimed.get(i));
      if (name.isPresent() && found.all().contains(address)) {
        confirmed.add(name.get());
      } else {
        doubt = unconfirmed(address, name, found);
      }
    }
    return new ClientName(confirmed, doubt);
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
