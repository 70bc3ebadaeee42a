package org.jxinetd.itests.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxinetd.itests.Await;
import org.jxinetd.itests.Client;
import org.jxinetd.itests.Conf;
import org.jxinetd.itests.Ports;
import org.jxinetd.itests.ProcFs;
import org.osgi.framework.Bundle;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.SatisfiedReferenceDTO;

/** It does not matter in which order bundles start and stop, and nobody is let in unchecked. */
@Tag("ours")
class OrderIT {
  private static final int PORT = port();

  @RegisterExtension
  static final InsideFramework FRAMEWORK =
      new InsideFramework(
          Conf.entry(
              "service echo",
              "type = INTERNAL UNLISTED",
              "socket_type = stream",
              "protocol = tcp",
              "wait = no",
              "flags = IPv4",
              "port = " + PORT,
              "cps = 0 0",
              "no_access = 127.0.0.2",
              "access_times = 0:00-23:59"));

  private static int port() {
    try {
      return Ports.free();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noComponentNeedsItselfByWayOfOthers() throws Exception {
    served();
    ServiceComponentRuntime runtime = FRAMEWORK.service(ServiceComponentRuntime.class);
    Map<String, Set<String>> needs = new HashMap<>();
    for (ComponentDescriptionDTO component : runtime.getComponentDescriptionDTOs()) {
      Set<String> fixed = new HashSet<>();
      for (ReferenceDTO reference : component.references) {
        if (reference.policy.equals("static")) {
          fixed.add(reference.name);
        }
      }
      for (ComponentConfigurationDTO live : runtime.getComponentConfigurationDTOs(component)) {
        for (SatisfiedReferenceDTO satisfied : live.satisfiedReferences) {
          if (fixed.contains(satisfied.name)) {
            for (ServiceReferenceDTO bound : satisfied.boundServices) {
              Object provider = bound.properties.get("component.name");
              if (provider != null) {
                needs
                    .computeIfAbsent(component.name, name -> new HashSet<>())
                    .add(provider.toString());
              }
            }
          }
        }
      }
    }
    assertFalse(needs.isEmpty(), "the graph has been read");
    for (String name : needs.keySet()) {
      assertFalse(reaches(name, name, needs, new HashSet<>()), name + " needs itself: " + needs);
    }
  }

  private static boolean reaches(
      String from, String to, Map<String, Set<String>> needs, Set<String> seen) {
    for (String next : needs.getOrDefault(from, Set.of())) {
      if (next.equals(to) || (seen.add(next) && reaches(next, to, needs, seen))) {
        return true;
      }
    }
    return false;
  }

  @Test
  void fiveRandomOrders() throws Exception {
    randomOrders(5, System.nanoTime());
  }

  @Test
  @Tag("soak")
  void fiftyRandomOrders() throws Exception {
    randomOrders(50, System.nanoTime());
  }

  /** Stops our bundles and starts them, each time in another order. */
  private static void randomOrders(int rounds, long seed) throws Exception {
    served();
    System.out.println("OrderIT: seed " + seed);
    Random random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      List<Bundle> bundles = new ArrayList<>();
      for (Bundle bundle : FRAMEWORK.installed()) {
        if (bundle.getSymbolicName().startsWith("org.jxinetd.")) {
          bundles.add(bundle);
        }
      }
      Collections.shuffle(bundles, random);
      String what = "seed " + seed + ", round " + round + ": ";
      for (Bundle bundle : bundles) {
        bundle.stop();
        neverUnchecked(what + "stopped " + bundle.getSymbolicName());
      }
      Collections.shuffle(bundles, random);
      for (Bundle bundle : bundles) {
        bundle.start();
        neverUnchecked(what + "started " + bundle.getSymbolicName());
      }
      served();
    }
  }

  /** A client that no_access names is never answered, whatever is there and what is not. */
  private static void neverUnchecked(String when) throws IOException {
    if (!ProcFs.listening(PORT)) {
      return;
    }
    try (Client kept = Client.connect(PORT, "127.0.0.2")) {
      kept.send("x");
      assertFalse(kept.answersWithin(20), when);
    } catch (SocketException refused) {
      return; // reset while it connected or sent: not let in
    }
  }

  private static void served() throws Exception {
    Await.until("the service listens", () -> ProcFs.listening(PORT));
    Await.until("it serves", () -> Client.exchange(PORT, "hello").equals("hello"));
    assertEquals("", readRefused());
  }

  private static String readRefused() throws IOException {
    return Client.isAdmitted(PORT, "127.0.0.2") ? "let in" : "";
  }
}
