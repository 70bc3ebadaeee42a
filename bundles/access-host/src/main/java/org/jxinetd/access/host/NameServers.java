package org.jxinetd.access.host;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Which name servers are asked, and how often: resolv.conf(5), or those that were set. */
final class NameServers {

  private static final int MOST_SERVERS = 3;

  /** Asked in this order; all of them {@code attempts} times. */
  record Plan(List<InetSocketAddress> servers, Duration timeout, int attempts) {}

  private final Reread<Plan> file;

  /**
   * @param set asked in place of those in the file; empty for those
   */
  NameServers(Path path, List<InetSocketAddress> set, LongSupplier nanoTime) {
    this.file = new Reread<>(path, lines -> read(lines, set), nanoTime);
  }

  Plan plan() {
    return file.current();
  }

  private static Plan read(List<String> lines, List<InetSocketAddress> set) {
    List<InetSocketAddress> servers = new ArrayList<>(set);
    int timeout = 5;
    int attempts = 2;
    for (String line : lines) {
      String[] words = line.strip().split("\\s+");
      if (words[0].equals("nameserver")
          && words.length > 1
          && set.isEmpty()
          && servers.size() < MOST_SERVERS) {
        Settings.server(words[1]).ifPresent(servers::add);
      } else if (words[0].equals("options")) {
        for (String word : words) {
          timeout = number(word, "timeout:", timeout, 30);
          attempts = number(word, "attempts:", attempts, 5);
        }
      }
    }
    if (servers.isEmpty()) {
      servers.add(Settings.server("127.0.0.1").orElseThrow());
    }
    return new Plan(List.copyOf(servers), Duration.ofSeconds(timeout), attempts);
  }

  private static int number(String word, String name, int otherwise, int most) {
    return word.matches(name + "[0-9]{1,4}")
        ? Math.clamp(Integer.parseInt(word.substring(name.length())), 1, most)
        : otherwise;
  }
}
