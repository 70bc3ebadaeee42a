package org.jxinetd.mdns;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;

/** The interfaces of this host, and JmDNS on each. */
final class LocalNetwork implements Network {

  @Override
  public Set<InetAddress> addresses() throws IOException {
    Set<InetAddress> addresses = new LinkedHashSet<>();
    for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (each.isUp() && each.supportsMulticast() && !each.isLoopback()) {
        best(Collections.list(each.getInetAddresses())).ifPresent(addresses::add);
      }
    }
    return addresses;
  }

  /** IPv4 where there is some: that is what everybody on a local network speaks. */
  private static Optional<InetAddress> best(List<InetAddress> all) {
    return all.stream()
        .filter(a -> a instanceof Inet4Address)
        .findFirst()
        .or(() -> all.stream().filter(a -> !a.isLinkLocalAddress()).findFirst());
  }

  @Override
  public Station open(InetAddress address) throws IOException {
    return new Voice(JmDNS.create(address, hostName()));
  }

  private static String hostName() throws IOException {
    String name =
        Files.readString(Path.of("/proc/sys/kernel/hostname"), StandardCharsets.US_ASCII).strip();
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private record Said(Announcement announcement, int port) {}

  private static final class Voice implements Station {
    private final JmDNS speaker;
    private final Map<Said, ServiceInfo> said = new HashMap<>();

    Voice(JmDNS speaker) {
      this.speaker = speaker;
    }

    @Override
    public void announce(Announcement announcement, int port) throws IOException {
      ServiceInfo info =
          ServiceInfo.create(announcement.type(), announcement.name(), port, 0, 0, Map.of());
      speaker.registerService(info);
      said.put(new Said(announcement, port), info);
    }

    @Override
    public void withdraw(Announcement announcement, int port) {
      ServiceInfo info = said.remove(new Said(announcement, port));
      if (info != null) {
        speaker.unregisterService(info);
      }
    }

    @Override
    public void close() throws IOException {
      speaker.close();
    }
  }
}
