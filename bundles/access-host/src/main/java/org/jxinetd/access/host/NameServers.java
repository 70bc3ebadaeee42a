package org.jxinetd.access.host;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Which name servers are asked, how often, and for what where a name is written short:
 * resolv.conf(5). The servers may be set instead.
 */
final class NameServers {

  private static final int MOST_SERVERS = 3;
  private static final int MOST_DOMAINS = 32;
  private static final int MOST_DOTS = 15;

  /** Asked in this order; all of them {@code attempts} times. */
  record Plan(List<InetSocketAddress> servers, Duration timeout, int attempts, Search search) {}

  private final Reread<Plan> file;

  /**
   * @param set asked in place of those in the file; empty for those
   * @param hostName a file with the name of this host, whose domain is searched where resolv.conf
   *     names none
   */
  NameServers(Path path, List<InetSocketAddress> set, Path hostName, LongSupplier nanoTime) {
    this.file = new Reread<>(path, lines -> read(lines, set, hostName), nanoTime);
  }

  Plan plan() {
    return file.current();
  }

  private static Plan read(List<String> lines, List<InetSocketAddress> set, Path hostName) {
    List<InetSocketAddress> servers = new ArrayList<>(set);
    int timeout = 5;
    int attempts = 2;
    int dots = 1;
    List<String> domains = null; // until a line says
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      switch (words[0]) {
        case "nameserver" -> {
          if (words.length > 1 && set.isEmpty() && servers.size() < MOST_SERVERS) {
            Settings.server(words[1]).ifPresent(servers::add);
          }
        }
        case "search", "domain" -> domains = domains(words);
        case "options" -> {
          for (String word : words) {
            timeout = number(word, "timeout:", timeout, 1, 30);
            attempts = number(word, "attempts:", attempts, 1, 5);
            dots = number(word, "ndots:", dots, 0, MOST_DOTS);
          }
        }
        default -> {} // comments, and what is not for us
      }
    }
    if (servers.isEmpty()) {
      servers.add(Settings.server("127.0.0.1").orElseThrow());
    }
    Search search = new Search(domains == null ? domainOf(hostName) : domains, dots);
    return new Plan(List.copyOf(servers), Duration.ofSeconds(timeout), attempts, search);
  }

  /** The last line of its kind counts. A domain of its own has one word only. */
  private static List<String> domains(String[] words) {
    List<String> domains = new ArrayList<>();
    int most = words[0].equals("domain") ? 1 : MOST_DOMAINS;
    for (int i = 1; i < words.length && domains.size() < most; i++) {
      HostName.of(words[i]).ifPresent(domains::add);
    }
    return domains;
  }

  private static List<String> domainOf(Path hostName) {
    try {
      String name = Files.readString(hostName).strip();
      int dot = name.indexOf('.');
      return dot < 0 ? List.of() : HostName.of(name.substring(dot + 1)).stream().toList();
    } catch (IOException unknown) {
      return List.of(); // a host without a name has no domain
    }
  }

  private static int number(String word, String name, int otherwise, int least, int most) {
    return word.matches(name + "[0-9]{1,4}")
        ? Math.clamp(Integer.parseInt(word.substring(name.length())), least, most)
        : otherwise;
  }
}
