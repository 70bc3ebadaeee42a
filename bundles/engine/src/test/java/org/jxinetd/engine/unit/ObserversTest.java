package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceObserver;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Specs;

class ObserversTest {

  private static final List<Endpoint> HERE = List.of(new Endpoint(Address.inet(0x7f000001), 79));
  private static final List<Endpoint> THERE = List.of(new Endpoint(Address.inet(0x7f000002), 79));

  private final List<String> told = Collections.synchronizedList(new ArrayList<>());

  private final class Listening implements ServiceObserver {
    private final String name;

    Listening(String name) {
      this.name = name;
    }

    @Override
    public void opened(ServiceSpec service, List<Endpoint> at) {
      told.add(name + " opened " + service.id() + " " + at);
    }

    @Override
    public void closed(ServiceSpec service) {
      told.add(name + " closed " + service.id());
    }
  }

  @Test
  void tellsEachChangeOnceAndInOrder() {
    ServiceSpec service = Specs.service("s").build();
    ServiceSpec changed = Specs.service("s").attribute("mdns", "yes").build();
    try (Observers observers = new Observers()) {
      observers.add(new Listening("a"));
      observers.opened(service, HERE);
      observers.opened(service, HERE); // nothing new
      observers.opened(changed, HERE);
      observers.opened(changed, THERE);
      observers.closed(service.pid());
      observers.closed(service.pid());
    }
    assertEquals(
        List.of(
            "a opened s [127.0.0.1:79]",
            "a opened s [127.0.0.1:79]",
            "a opened s [127.0.0.2:79]",
            "a closed s"),
        told);
  }

  @Test
  void tellsALateObserverOfAllThatListen() {
    ServiceObserver gone = new Listening("gone");
    try (Observers observers = new Observers()) {
      observers.add(gone);
      observers.remove(gone);
      observers.opened(Specs.service("s").build(), HERE);
      observers.opened(Specs.service("t").build(), HERE);
      observers.closed(Specs.service("s").build().pid());
      observers.add(new Listening("late"));
    }
    assertEquals(List.of("late opened t [127.0.0.1:79]"), told);
  }

  @Test
  void anObserverThatFailsHarmsNobodyElse() {
    ServiceObserver broken =
        new ServiceObserver() {
          @Override
          public void opened(ServiceSpec service, List<Endpoint> at) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void closed(ServiceSpec service) {
            throw new IllegalStateException("broken");
          }
        };
    try (Observers observers = new Observers()) {
      observers.add(broken);
      observers.add(new Listening("a"));
      observers.opened(Specs.service("s").build(), HERE);
    }
    assertEquals(List.of("a opened s [127.0.0.1:79]"), told);
  }
}
