package org.jxinetd.itests.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxinetd.itests.Await;
import org.jxinetd.itests.Conf;
import org.jxinetd.itests.Crowd;
import org.jxinetd.itests.Ports;
import org.jxinetd.itests.ProcFs;
import org.osgi.framework.Bundle;

/** The address rules are stopped, updated and started again and again while clients come. */
@Tag("ours")
class HotRulesIT {
  private static final String STRANGER = "127.0.0.66";
  private static final int CLIENTS = 20_000;
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
              "cps = 100000 1",
              "port = " + PORT,
              "only_from = 127.0.1.0/24",
              "no_access = " + STRANGER));

  private static int port() {
    try {
      return Ports.free();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void turnsNobodyAwayAndLetsNobodyInUnchecked() throws Exception {
    Await.until("the service listens", () -> ProcFs.listening(PORT));
    Bundle rules = FRAMEWORK.named("org.jxinetd.access.ip");
    URI jar = URI.create(rules.getLocation());
    int updates = 0;
    try (Crowd crowd = new Crowd(PORT, CLIENTS, STRANGER).start()) {
      while (!crowd.isDone()) {
        int before = crowd.come();
        rules.stop();
        try (InputStream again = jar.toURL().openStream()) {
          rules.update(again);
        }
        rules.start();
        updates++;
        Await.until(
            "clients are served again", () -> crowd.come() > before + 500 || crowd.isDone());
      }
      assertEquals(crowd.friends(), crowd.served(), "all are served");
      assertEquals(0, crowd.strangersServed(), "strangers that got in");
    }
    assertTrue(updates >= 5, updates + " updates");
  }
}
