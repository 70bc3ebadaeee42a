package org.jxinetd.engine.unit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.IdentityProvider;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.handler.StreamService;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.SuperServer;

/** Everything that other bundles offer the engine at this moment. Any thread. */
public final class Providers {

  private final List<Provided<?>> all;

  public Providers() {
    this(List.of());
  }

  private Providers(List<Provided<?>> all) {
    this.all = new CopyOnWriteArrayList<>(all);
  }

  /**
   * What is here now, and stays in the answer whatever comes and goes: a compilation that asks
   * twice must hear the same.
   */
  Providers now() {
    return new Providers(all);
  }

  public void add(Provided<?> provided) {
    all.add(provided);
  }

  /** Takes a provider out; it counts as gone at once. */
  public Optional<Provided<?>> remove(Object service) {
    for (Provided<?> provided : all) {
      if (provided.service() == service) {
        provided.leave();
        all.remove(provided);
        return Optional.of(provided);
      }
    }
    return Optional.empty();
  }

  /** One of the providers whose bundle owns the attribute. */
  Optional<Provided<?>> owner(String attribute) {
    for (Provided<?> provided : all) {
      if (provided.owns(attribute)) {
        return Optional.of(provided);
      }
    }
    return Optional.empty();
  }

  List<Provided<?>> all() {
    return List.copyOf(all);
  }

  /**
   * One line for each provider; what answers streams and datagrams alike is one, though it is
   * published as both.
   *
   * @param users the services that use one, by id
   * @param quarantine why one is not asked any more
   */
  List<SuperServer.ProviderStatus> status(
      Function<Provided<?>, List<String>> users,
      Function<Provided<?>, Optional<String>> quarantine) {
    IdentityHashMap<Object, List<Provided<?>>> same = new IdentityHashMap<>();
    for (Provided<?> provided : all) {
      same.computeIfAbsent(provided.service(), _ -> new ArrayList<>()).add(provided);
    }
    return same.values().stream()
        .map(
            one ->
                new SuperServer.ProviderStatus(
                    one.getFirst().kind(),
                    one.getFirst().bundle(),
                    one.getFirst().owns(),
                    one.stream().flatMap(it -> users.apply(it).stream()).distinct().toList(),
                    quarantine.apply(one.getFirst())))
        .sorted(
            Comparator.comparing(SuperServer.ProviderStatus::kind)
                .thenComparing(SuperServer.ProviderStatus::bundle)
                .thenComparing(status -> String.join(",", status.owns())))
        .toList();
  }

  boolean understood(String patternKind) {
    return patterns().stream().anyMatch(p -> p.understands(patternKind));
  }

  List<Provided<AccessProvider>> access() {
    return of(AccessProvider.class);
  }

  /** Those of host names last: a name that somebody else knows needs no look-up. */
  List<Provided<PatternProvider>> patterns() {
    return of(PatternProvider.class).stream()
        .sorted(Comparator.comparing(provided -> provided.understands("host")))
        .toList();
  }

  Optional<Provided<IdentityProvider>> identity() {
    return of(IdentityProvider.class).stream().findFirst();
  }

  Optional<Provided<HandlerProvider>> handler(String kind) {
    return select(HandlerProvider.class, kind);
  }

  Optional<Provided<StreamService>> stream(String name) {
    return select(StreamService.class, name);
  }

  Optional<Provided<DatagramService>> datagram(String name) {
    return select(DatagramService.class, name);
  }

  Optional<Provided<SinkProvider>> sink(String type) {
    return select(SinkProvider.class, type);
  }

  private <T> Optional<Provided<T>> select(Class<T> type, String key) {
    return of(type).stream().filter(p -> p.key().equalsIgnoreCase(key)).findFirst();
  }

  @SuppressWarnings("unchecked") // the type of the service is checked
  private <T> List<Provided<T>> of(Class<T> type) {
    return all.stream()
        .filter(p -> type.isInstance(p.service()))
        .map(p -> (Provided<T>) p)
        .toList();
  }
}
