package org.jxinetd.mdns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jxinetd.api.service.Address;
import org.slf4j.Logger;

/**
 * Makes what is announced agree with what is wanted, on every link the host is on at the moment.
 * Doing it again changes nothing. Belongs to one thread.
 */
final class Announcer {

  private record Line(Announcement announcement, int port) {}

  private record Link(Network.Station station, Set<Line> lines) {}

  private final Network network;
  private final Logger log;
  private final Map<InetAddress, Link> links = new HashMap<>();
  private final Set<String> said = new HashSet<>();

  Announcer(Network network, Logger log) {
    this.network = network;
    this.log = log;
  }

  /** Brings about what is wanted, as far as the network lets it. */
  void reconcile(Collection<Announcement> wanted) {
    Set<String> complaints = new HashSet<>();
    try {
      Map<InetAddress, Set<Line>> lines = lines(wanted);
      for (InetAddress address : Set.copyOf(links.keySet())) {
        if (!lines.containsKey(address)) {
          close(address, complaints);
        }
      }
      lines.forEach((address, all) -> speak(address, all, complaints));
    } catch (IOException e) {
      complaints.add("the network interfaces cannot be read: " + e.getMessage());
    }
    complaints.stream().filter(complaint -> !said.contains(complaint)).forEach(log::warn);
    said.clear();
    said.addAll(complaints);
  }

  /** What is to be said where; links on which there is nothing to say are left out. */
  private Map<InetAddress, Set<Line>> lines(Collection<Announcement> wanted) throws IOException {
    Map<InetAddress, Set<Line>> lines = new LinkedHashMap<>();
    if (wanted.isEmpty()) {
      return lines;
    }
    for (InetAddress address : network.addresses()) {
      Set<Line> here = new LinkedHashSet<>();
      for (Announcement announcement : wanted) {
        announcement
            .portsAt(Address.of(address.getAddress()))
            .forEach(port -> here.add(new Line(announcement, port)));
      }
      if (!here.isEmpty()) {
        lines.put(address, here);
      }
    }
    return lines;
  }

  private void speak(InetAddress address, Set<Line> wanted, Set<String> complaints) {
    try {
      Link link = links.get(address);
      if (link == null) {
        link = new Link(network.open(address), new LinkedHashSet<>());
        links.put(address, link);
      }
      for (Line line : Set.copyOf(link.lines())) {
        if (!wanted.contains(line)) {
          link.station().withdraw(line.announcement(), line.port());
          link.lines().remove(line);
        }
      }
      for (Line line : wanted) {
        if (link.lines().add(line)) {
          announce(link, line);
        }
      }
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      complaints.add("nothing is announced on " + address.getHostAddress() + ": " + e.getMessage());
    }
  }

  private static void announce(Link link, Line line) throws IOException {
    boolean done = false;
    try {
      link.station().announce(line.announcement(), line.port());
      done = true;
    } finally {
      if (!done) {
        link.lines().remove(line); // to be tried again
      }
    }
  }

  private void close(InetAddress address, Set<String> complaints) {
    try {
      links.remove(address).station().close();
    } catch (IOException e) {
      complaints.add("no good bye on " + address.getHostAddress() + ": " + e.getMessage());
    }
  }
}
