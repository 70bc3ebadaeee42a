package org.jxinetd.mdns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.slf4j.helpers.NOPLogger;

class AnnouncerTest {

  private static final InetAddress HOME = InetAddress.ofLiteral("10.0.0.1");
  private static final InetAddress AWAY = InetAddress.ofLiteral("192.0.2.1");

  private final List<String> heard = new ArrayList<>();
  private final Set<InetAddress> addresses = new LinkedHashSet<>(List.of(HOME));
  private boolean broken;
  private final Announcer announcer = new Announcer(new Ether(), NOPLogger.NOP_LOGGER);

  private final class Ether implements Network {
    @Override
    public Set<InetAddress> addresses() {
      return addresses;
    }

    @Override
    public Station open(InetAddress address) {
      String here = address.getHostAddress();
      heard.add(here + " open");
      return new Station() {
        @Override
        public void announce(Announcement announcement, int port) throws IOException {
          if (broken) {
            throw new IOException("network is unreachable");
          }
          heard.add(here + " + " + announcement.name() + " " + port);
        }

        @Override
        public void withdraw(Announcement announcement, int port) {
          heard.add(here + " - " + announcement.name() + " " + port);
        }

        @Override
        public void close() {
          heard.add(here + " close");
        }
      };
    }
  }

  private static Announcement announcement(String name, String address) {
    Endpoint at = new Endpoint(Address.parse(address).orElseThrow(), 21);
    return new Announcement("_x._tcp.local.", name, List.of(at));
  }

  private List<String> after(Announcement... wanted) {
    heard.clear();
    announcer.reconcile(List.of(wanted));
    return heard;
  }

  @Test
  void saysWhatIsNewAndTakesBackWhatIsGone() {
    Announcement a = announcement("a", "0.0.0.0");
    Announcement b = announcement("b", "0.0.0.0");
    assertEquals(List.of("10.0.0.1 open", "10.0.0.1 + a 21"), after(a));
    assertEquals(List.of("10.0.0.1 + b 21"), after(a, b));
    assertEquals(List.of(), after(a, b));
    assertEquals(List.of("10.0.0.1 - a 21"), after(b));
    assertEquals(List.of("10.0.0.1 close"), after());
    assertEquals(List.of(), after());
  }

  @Test
  void followsInterfacesThatComeAndGo() {
    Announcement a = announcement("a", "0.0.0.0");
    after(a);
    addresses.add(AWAY);
    assertEquals(List.of("192.0.2.1 open", "192.0.2.1 + a 21"), after(a));
    addresses.remove(HOME);
    assertEquals(List.of("10.0.0.1 close"), after(a));
  }

  @Test
  void opensNothingForServicesThatNobodyOnALinkCanReach() {
    assertEquals(List.of(), after(announcement("a", "127.0.0.1")));
    assertEquals(List.of(), after(announcement("a", "192.0.2.1")));
  }

  @Test
  void triesAgainWhatFailed() {
    Announcement a = announcement("a", "0.0.0.0");
    broken = true;
    assertEquals(List.of("10.0.0.1 open"), after(a));
    broken = false;
    assertEquals(List.of("10.0.0.1 + a 21"), after(a));
  }
}
