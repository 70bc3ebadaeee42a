package org.jxinetd.itests.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxinetd.itests.Await;
import org.jxinetd.itests.Client;
import org.jxinetd.itests.Conf;
import org.jxinetd.itests.Ports;
import org.jxinetd.itests.ProcFs;
import org.osgi.framework.Bundle;

/** A service whose provider goes away closes nothing and admits nobody until it is back. */
@Tag("ours")
class ProvidersIT {
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
              "only_from = 127.0.0.1"));

  private static int port() {
    try {
      return Ports.free();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void admitsNobodyWhileTheAddressPatternsAreAway() throws Exception {
    pauses("org.jxinetd.access.ip");
  }

  @Test
  void holdsClientsWhileTheBuiltInServicesAreAway() throws Exception {
    pauses("org.jxinetd.services.inet");
  }

  private static void pauses(String provider) throws Exception {
    Await.until("the service listens", () -> ProcFs.listening(PORT));
    try (Client running = Client.connect(PORT)) {
      assertEquals("a", running.send("a").read(1));
      Bundle bundle = FRAMEWORK.named(provider);
      bundle.stop();
      assertTrue(ProcFs.listening(PORT), "the socket stays open");
      try (Client held = Client.connect(PORT)) {
        held.send("b");
        assertTrue(held.silentFor(500), "nobody serves this client");
        if (provider.endsWith("access.ip")) {
          assertEquals("c", running.send("c").read(1), "the running session goes on");
        }
        bundle.start();
        assertEquals("b", held.read(1), "served as soon as the provider is back");
      }
      assertEquals("d", Client.exchange(PORT, "d"));
    }
  }
}
