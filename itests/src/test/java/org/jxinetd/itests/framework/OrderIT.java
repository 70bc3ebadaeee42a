package org.jxinetd.itests.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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
import org.osgi.service.component.runtime.ServiceComponentRuntime;

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
    ComponentGraph graph = ComponentGraph.of(FRAMEWORK.service(ServiceComponentRuntime.class));
    assertTrue(graph.edges() > 5, "the graph has been read: " + graph.edges());
    assertEquals(List.of(), graph.cycle());
  }

  @Test
  void componentsThatNeedEachOtherAreFound() throws Exception {
    ServiceComponentRuntime runtime = FRAMEWORK.service(ServiceComponentRuntime.class);
    Bundle circle =
        FRAMEWORK.install(
            "circle",
            circle("first", "second"),
            circle("second", "third"),
            circle("third", "first"));
    try {
      circle.start();
      Await.until(
          "the components are known",
          () -> runtime.getComponentDescriptionDTOs(circle).size() == 3);
      assertEquals(
          Set.of("first", "second", "third"), Set.copyOf(ComponentGraph.of(runtime).cycle()));
    } finally {
      circle.uninstall();
    }
    Await.until("it is gone", () -> ComponentGraph.of(runtime).cycle().isEmpty());
  }

  /** The description of a component that provides one interface and needs another. */
  private static String circle(String provides, String needs) {
    return """
    <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="%1$s">
      <implementation class="org.example.circle.Never"/>
      <service><provide interface="org.example.circle.%1$s"/></service>
      <reference name="next" interface="org.example.circle.%2$s" bind="bind"/>
    </scr:component>
    """
        .formatted(provides, needs);
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

  /** Stops our bundles and starts them, and updates them, each time in another order. */
  private static void randomOrders(int rounds, long seed) throws Exception {
    served();
    long began = System.nanoTime();
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
      Collections.shuffle(bundles, random);
      for (Bundle bundle : round == 0 || rounds > 5 ? bundles : List.<Bundle>of()) {
        bundle.update();
        neverUnchecked(what + "updated " + bundle.getSymbolicName());
      }
      served();
    }
    System.out.printf(
        "OrderIT: %d orders in %.1f s, nobody was let in unchecked%n",
        rounds, (System.nanoTime() - began) / 1e9);
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
