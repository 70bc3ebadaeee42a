package org.example.prefixfile;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Address;

/**
 * Which country a prefix belongs to. A file has lines {@code 192.0.2.0/24 DE}; empty lines and
 * lines that begin with # do not count. Immutable.
 */
final class PrefixTable {

  private static final int MOST_LINES = 2_000_000;

  private record Prefix(long high, long low, int length) {}

  private final Map<Prefix, String> countries = new HashMap<>();
  private final boolean[] lengths = new boolean[129];

  static PrefixTable read(Path file) throws IOException {
    PrefixTable table = new PrefixTable();
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (++number > MOST_LINES) {
          throw new IOException(file + " has more than " + MOST_LINES + " lines");
        }
        if (!line.isBlank() && !line.startsWith("#")) {
          table.add(line, file + ":" + number);
        }
      }
    }
    return table;
  }

  private void add(String line, String where) throws IOException {
    String[] words = line.strip().split("\\s+");
    String[] parts = words[0].split("/");
    Optional<Address> address = Address.parse(parts[0]);
    if (words.length != 2 || parts.length != 2 || address.isEmpty()) {
      throw new IOException(where + ": not a prefix and a country");
    }
    int bits = address.get().isInet() ? 32 : 128;
    int length;
    try {
      length = Integer.parseInt(parts[1]);
    } catch (NumberFormatException e) {
      throw new IOException(where + ": the length of the prefix is no number", e);
    }
    if (length < 0 || length > bits) {
      throw new IOException(where + ": a prefix has 0 to " + bits + " bits");
    }
    int onScale = 128 - bits + length;
    lengths[onScale] = true;
    countries.put(prefix(address.get(), onScale), words[1]);
  }

  /** The country of the longest prefix that holds the address. */
  Optional<String> country(Address address) {
    for (int length = 128; length >= 0; length--) {
      if (lengths[length]) {
        String found = countries.get(prefix(address, length));
        if (found != null) {
          return Optional.of(found);
        }
      }
    }
    return Optional.empty();
  }

  /** On the scale of 128 bits, where an IPv4 address has 96 bits before it. */
  private static Prefix prefix(Address address, int length) {
    long high = length >= 64 ? address.high() : address.high() & mask(length);
    long low = length <= 64 ? 0 : address.low() & mask(length - 64);
    return new Prefix(high, low, length);
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (64 - bits);
  }
}
