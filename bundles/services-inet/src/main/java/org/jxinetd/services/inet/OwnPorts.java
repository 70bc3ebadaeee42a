package org.jxinetd.services.inet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceObserver;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.osgi.service.component.annotations.Component;

/**
 * The ports of the built-in datagram services of this daemon: a datagram that claims to come from
 * one of them was made to start a loop, or is part of one. Any thread.
 */
@Component(
    immediate = true,
    service = {ServiceObserver.class, OwnPorts.class})
public final class OwnPorts implements ServiceObserver {

  private final Map<String, Set<Integer>> byService = new HashMap<>();
  private volatile Set<Integer> all = Set.of();

  boolean contains(int port) {
    return all.contains(port);
  }

  @Override
  public synchronized void opened(ServiceSpec service, List<Endpoint> at) {
    if (!service.has(ServiceType.INTERNAL) || service.socketType() != SocketType.DGRAM) {
      closed(service);
      return;
    }
    Set<Integer> ports = new HashSet<>();
    at.forEach(endpoint -> ports.add(endpoint.port()));
    byService.put(service.pid(), ports);
    count();
  }

  @Override
  public synchronized void closed(ServiceSpec service) {
    if (byService.remove(service.pid()) != null) {
      count();
    }
  }

  private void count() {
    Set<Integer> ports = new HashSet<>();
    byService.values().forEach(ports::addAll);
    all = Set.copyOf(ports);
  }
}
