package org.jxinetd.access.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jxinetd.api.service.Address;

/** A DNS that a test fills; whatever it does not have does not exist. */
final class FakeDns implements Dns {

  final Map<String, List<String>> names = new HashMap<>();
  final Map<String, List<String>> addresses = new HashMap<>();
  final Map<String, CompletableFuture<Records<String>>> slow = new HashMap<>();
  final Map<String, CompletableFuture<Records<Address>>> slowAddresses = new HashMap<>();
  final List<String> asked = new ArrayList<>();
  String failure = "";
  Duration life = Duration.ofSeconds(30);

  FakeDns host(String address, String name) {
    names.put(address, List.of(name));
    addresses.put(name, List.of(address));
    return this;
  }

  @Override
  public CompletableFuture<Records<String>> names(Address address) {
    String key = address.toString();
    asked.add(key);
    return slow.containsKey(key)
        ? slow.get(key)
        : CompletableFuture.completedFuture(
            new Records<>(names.getOrDefault(key, List.of()), life, failure));
  }

  @Override
  public CompletableFuture<Records<Address>> addresses(String name) {
    asked.add(name);
    return slowAddresses.containsKey(name)
        ? slowAddresses.get(name)
        : CompletableFuture.completedFuture(
            new Records<>(
                addresses.getOrDefault(name, List.of()).stream()
                    .map(text -> Address.parse(text).orElseThrow())
                    .toList(),
                life,
                failure));
  }
}
