package org.jxinetd.linux;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a child started with a spawner told its client, and how it ended. */
record Probe(long pid, Exit exit, Optional<SpawnFailure> failure, String text, String socket) {

  static Probe run(Spawner spawner, Command command, Map<String, String> extra)
      throws IOException, InterruptedException {
    try (Loopback loopback = Loopback.open()) {
      String socket =
          Files.readSymbolicLink(Path.of("/proc/self/fd/" + loopback.fd().number())).toString();
      Child child = spawner.prepare(command).spawn(loopback.fd().number(), extra);
      loopback.fd().close();
      Exit exit = child.await();
      return new Probe(child.pid(), exit, child.failure(), loopback.rest(), socket);
    }
  }

  /** The values of all lines with a key, decoded. */
  List<String> all(String key) {
    return text.lines()
        .filter(line -> line.equals(key) || line.startsWith(key + " "))
        .map(line -> line.substring(key.length()).strip())
        .map(line -> URLDecoder.decode(line.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }

  String one(String key) {
    List<String> values = all(key);
    if (values.size() != 1) {
      throw new AssertionError(key + " is there " + values.size() + " times; " + this);
    }
    return values.getFirst();
  }
}
