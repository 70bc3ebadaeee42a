package org.jxinetd.handler.redirect;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The tcp ports of services(5), read anew for each question: one per named port and reload. */
record TcpServices(Path file) {

  private static final Logger LOG = LoggerFactory.getLogger(TcpServices.class);

  /** The file of the system. */
  static final TcpServices SYSTEM = new TcpServices(Path.of("/etc/services"));

  /** The port of a service by its name or an alias. */
  OptionalInt port(String name) {
    // any byte is a letter of this charset: a stray one in a comment does no harm
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      return in.lines()
          .map(line -> line.split("#", 2)[0].strip().split("\\s+"))
          .filter(words -> words.length >= 2 && names(words).contains(name))
          .flatMapToInt(words -> tcpPort(words[1]).stream())
          .findFirst();
    } catch (IOException e) {
      LOG.error("{} cannot be read: {}", file, e.toString());
      return OptionalInt.empty();
    }
  }

  private static List<String> names(String[] words) {
    List<String> names = new ArrayList<>(Arrays.asList(words));
    names.remove(1);
    return names;
  }

  private static OptionalInt tcpPort(String word) {
    if (!word.matches("[0-9]{1,5}/tcp")) {
      return OptionalInt.empty();
    }
    int port = Integer.parseInt(word.substring(0, word.indexOf('/')));
    return port >= 1 && port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
  }
}
