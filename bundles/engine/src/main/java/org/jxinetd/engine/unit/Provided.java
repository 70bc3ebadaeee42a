package org.jxinetd.engine.unit;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jxinetd.api.access.AccessProvider;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.HandlerProvider;
import org.jxinetd.api.handler.StreamService;
import org.jxinetd.api.log.SinkProvider;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.engine.foreign.Overrun;
import org.jxinetd.engine.foreign.Ward;
import org.jxinetd.engine.foreign.Wards;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/**
 * A provider that some bundle offers now, with what the bundle's manifest says it owns. {@link
 * #gone()} turns true the moment the provider leaves, before anything is recompiled: from then on
 * no client is admitted by it.
 */
public final class Provided<T> {

  private final T service;
  private final String bundle;
  private final long bundleId;
  private final String key;
  private final Set<String> attributes;
  private final Set<String> patterns;
  private final Optional<Ward> ward;
  private volatile boolean gone;

  /** Code of a provider's. */
  @FunctionalInterface
  interface Code<T, R> {
    R run(T service) throws ConfigException;
  }

  /**
   * @param key the value of the service property that selects it, such as {@code exec} or {@code
   *     echo}; empty where there is none
   * @param ward where its code is called when its bundle is not ours
   */
  public Provided(
      T service,
      String bundle,
      long bundleId,
      String key,
      Set<String> attributes,
      Set<String> patterns,
      Optional<Ward> ward) {
    this.service = service;
    this.bundle = bundle;
    this.bundleId = bundleId;
    this.key = key;
    this.attributes = Set.copyOf(attributes);
    this.patterns = Set.copyOf(patterns);
    this.ward = ward;
  }

  /** Reads the manifest of the bundle behind a service. */
  public static <T> Provided<T> of(
      T service, ServiceReference<T> reference, String property, Wards wards) {
    Bundle bundle = reference.getBundle();
    Object key = property.isEmpty() ? "" : reference.getProperty(property);
    return new Provided<>(
        service,
        bundle.getSymbolicName(),
        bundle.getBundleId(),
        key == null ? "" : key.toString(),
        names(bundle, AccessProvider.ATTRIBUTE_NAMESPACE, "name"),
        names(bundle, PatternProvider.PATTERN_NAMESPACE, "kind"),
        wards.ifForeign(bundle));
  }

  private static Set<String> names(Bundle bundle, String namespace, String attribute) {
    Set<String> names = new HashSet<>();
    BundleWiring wiring = bundle.adapt(BundleWiring.class);
    if (wiring == null) {
      return names;
    }
    for (BundleCapability capability : wiring.getCapabilities(namespace)) {
      Object value = capability.getAttributes().get(attribute);
      if (value instanceof Collection<?> many) {
        many.forEach(name -> names.add(name.toString().toLowerCase(Locale.ROOT)));
      } else if (value != null) {
        names.add(value.toString().toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  public T service() {
    return service;
  }

  public String bundle() {
    return bundle;
  }

  /** The id of the bundle, which tells two versions of it apart. */
  public long bundleId() {
    return bundleId;
  }

  public String key() {
    return key;
  }

  /**
   * True when its bundle's manifest names the attribute, or a {@code flags:} or {@code type:} word.
   */
  public boolean owns(String attribute) {
    return attributes.contains(attribute);
  }

  /** Every attribute it owns. */
  public Set<String> attributes() {
    return attributes;
  }

  /** The name or the attributes and patterns that it serves, sorted. */
  List<String> owns() {
    Set<String> all = new TreeSet<>(attributes);
    all.addAll(patterns);
    if (service instanceof StreamService || service instanceof DatagramService) {
      return Stream.of(
              service instanceof StreamService ? key + "/stream" : "",
              service instanceof DatagramService ? key + "/dgram" : "")
          .filter(name -> !name.isEmpty())
          .toList();
    }
    return key.isEmpty() ? List.copyOf(all) : List.of(key);
  }

  /** What it is, for people. */
  String kind() {
    return switch (service) {
      case AccessProvider _ -> "access";
      case PatternProvider _ -> "pattern";
      case HandlerProvider _ -> "handler";
      case StreamService _, DatagramService _ -> "built-in";
      case SinkProvider _ -> "log";
      default -> "other";
    };
  }

  public boolean understands(String patternKind) {
    return patterns.contains(patternKind);
  }

  /** Where its code is called; empty for bundles of ours, which are known not to block. */
  public Optional<Ward> ward() {
    return ward;
  }

  /**
   * Runs code of the provider's for one service: at once when it is ours, with a deadline when it
   * is not.
   *
   * @throws ConfigException when the code says so
   * @throws Overrun when a foreign bundle has failed, or was late
   */
  <R> R compile(Code<T, R> code) throws ConfigException, Overrun {
    if (ward.isEmpty()) {
      return code.run(service);
    }
    try {
      return ward.get().call(Ward.COMPILATION, "compile", () -> code.run(service));
    } catch (Overrun e) {
      if (e.getCause() instanceof ConfigException wrong) {
        throw wrong;
      }
      throw e;
    }
  }

  public boolean gone() {
    return gone;
  }

  void leave() {
    gone = true;
  }
}
