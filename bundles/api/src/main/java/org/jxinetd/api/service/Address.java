package org.jxinetd.api.service;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * An IPv4 or IPv6 address as a number. Unlike {@link java.net.InetAddress} it never asks DNS, never
 * turns a mapped address ({@code ::ffff:a.b.c.d}) into IPv4 behind the caller's back, and costs one
 * small object.
 *
 * <p>Both families share one 128-bit space: an IPv4 address is held in its mapped form, so that
 * prefixes of both families can be compared. {@link #family()} tells them apart.
 *
 * @param family INET for an address of an IPv4 socket
 * @param high upper 64 bits; 0 for IPv4
 * @param low lower 64 bits; {@code 0x0000ffff_aabbccdd} for IPv4
 * @param scope IPv6 interface index of a link-local address; 0 for none
 */
public record Address(Family family, long high, long low, int scope) {

  private static final long MAPPED = 0x0000_ffff_0000_0000L;

  public Address {
    if (family == Family.INET && (high != 0 || (low & ~0xffff_ffffL) != MAPPED || scope != 0)) {
      throw new IllegalArgumentException("not an IPv4 address");
    }
  }

  // written out, like hashCode: addresses are keys for every client, and what the compiler makes of
  // a record is several times slower with the VM's fast compiler
  @Override
  public boolean equals(Object other) {
    return other instanceof Address address
        && low == address.low
        && high == address.high
        && scope == address.scope
        && family == address.family;
  }

  @Override
  public int hashCode() {
    return (Long.hashCode(high) * 31 + Long.hashCode(low)) * 31 + scope;
  }

  /** {@code 0.0.0.0}: every address of an IPv4 socket. */
  public static final Address ANY_INET = inet(0);

  /** {@code ::}: every address of an IPv6 socket. */
  public static final Address ANY_INET6 = new Address(Family.INET6, 0, 0, 0);

  /** An IPv4 address from its 32 bits, the first octet highest. */
  public static Address inet(int bits) {
    return new Address(Family.INET, 0, MAPPED | (bits & 0xffff_ffffL), 0);
  }

  public static Address inet6(long high, long low, int scope) {
    return new Address(Family.INET6, high, low, scope);
  }

  /** From 4 or 16 bytes in network order. */
  public static Address of(byte[] bytes) {
    if (bytes.length == 4) {
      return inet(
          (bytes[0] & 255) << 24
              | (bytes[1] & 255) << 16
              | (bytes[2] & 255) << 8
              | (bytes[3] & 255));
    }
    if (bytes.length != 16) {
      throw new IllegalArgumentException("an address has 4 or 16 bytes, not " + bytes.length);
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = high << 8 | (bytes[i] & 255);
      low = low << 8 | (bytes[i + 8] & 255);
    }
    return inet6(high, low, 0);
  }

  /** The 32 bits of an IPv4 or mapped address. */
  public int inetBits() {
    return (int) low;
  }

  /** True for {@code ::ffff:a.b.c.d} on an IPv6 socket. */
  public boolean isMapped() {
    return family == Family.INET6 && high == 0 && (low & ~0xffff_ffffL) == MAPPED;
  }

  /** True when IPv4 patterns apply: an IPv4 address, mapped or not. */
  public boolean isInet() {
    return family == Family.INET || isMapped();
  }

  public boolean isAny() {
    return family == Family.INET ? inetBits() == 0 : high == 0 && low == 0;
  }

  public boolean isMulticast() {
    return isInet() ? (inetBits() >>> 28) == 0xe : (high >>> 56) == 0xff;
  }

  public boolean isLoopback() {
    return isInet() ? (inetBits() >>> 24) == 127 : high == 0 && low == 1;
  }

  /** The same address in its 4 or 16 bytes, network order. */
  public byte[] bytes() {
    if (family == Family.INET) {
      int bits = inetBits();
      return new byte[] {
        (byte) (bits >>> 24), (byte) (bits >>> 16), (byte) (bits >>> 8), (byte) bits
      };
    }
    byte[] out = new byte[16];
    for (int i = 0; i < 8; i++) {
      out[i] = (byte) (high >>> (56 - 8 * i));
      out[i + 8] = (byte) (low >>> (56 - 8 * i));
    }
    return out;
  }

  /**
   * Reads a numeric address: dotted quad, or any form of RFC 4291 section 2.2. A scope must be a
   * number ({@code fe80::1%2}); names of interfaces are resolved elsewhere.
   *
   * @return empty for anything else; no look-up is made
   */
  public static Optional<Address> parse(String text) {
    if (text.indexOf(':') < 0) {
      OptionalInt bits = parseInet(text);
      return bits.isPresent() ? Optional.of(inet(bits.getAsInt())) : Optional.empty();
    }
    int percent = text.indexOf('%');
    if (percent < 0) {
      return parseInet6(text, 0);
    }
    String scope = text.substring(percent + 1);
    if (scope.isEmpty()
        || scope.length() > 9
        || !scope.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return parseInet6(text.substring(0, percent), Integer.parseInt(scope));
  }

  /** Exactly four decimal octets without leading zeros. */
  private static OptionalInt parseInet(String text) {
    if (text.length() > 15) {
      return OptionalInt.empty();
    }
    int bits = 0;
    int octets = 0;
    int at = 0;
    while (true) {
      int start = at;
      int octet = 0;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        octet = octet * 10 + text.charAt(at++) - '0';
        if (octet > 255) {
          return OptionalInt.empty();
        }
      }
      if (at == start || (at - start > 1 && text.charAt(start) == '0')) {
        return OptionalInt.empty();
      }
      bits = bits << 8 | octet;
      octets++;
      if (at == text.length()) {
        return octets == 4 ? OptionalInt.of(bits) : OptionalInt.empty();
      }
      if (octets == 4 || text.charAt(at++) != '.') {
        return OptionalInt.empty();
      }
    }
  }

  private static Optional<Address> parseInet6(String text, int scope) {
    if (text.length() > 45) {
      return Optional.empty();
    }
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return Optional.empty();
    }
    int[] head = groups(gap < 0 ? text : text.substring(0, gap), gap < 0);
    int[] tail = gap < 0 ? new int[0] : groups(text.substring(gap + 2), true);
    if (head == null || tail == null) {
      return Optional.empty();
    }
    int given = head.length + tail.length;
    if (gap < 0 ? given != 8 : given > 7) {
      return Optional.empty();
    }
    int[] all = new int[8];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(tail, 0, all, 8 - tail.length, tail.length);
    long high = 0;
    long low = 0;
    for (int i = 0; i < 4; i++) {
      high = high << 16 | all[i];
      low = low << 16 | all[i + 4];
    }
    return Optional.of(inet6(high, low, scope));
  }

  /** The 16-bit groups of a colon-separated part, or null when malformed. */
  private static int[] groups(String text, boolean mayEndInInet) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] parts = text.split(":", -1);
    boolean dotted = mayEndInInet && parts[parts.length - 1].indexOf('.') >= 0;
    int[] out = new int[parts.length + (dotted ? 1 : 0)];
    int plain = parts.length - (dotted ? 1 : 0);
    for (int i = 0; i < plain; i++) {
      if (parts[i].isEmpty() || parts[i].length() > 4) {
        return null;
      }
      for (int j = 0; j < parts[i].length(); j++) {
        char c = parts[i].charAt(j);
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
          return null;
        }
        out[i] = out[i] << 4 | digit;
      }
    }
    if (dotted) {
      OptionalInt bits = parseInet(parts[plain]);
      if (bits.isEmpty()) {
        return null;
      }
      out[plain] = bits.getAsInt() >>> 16;
      out[plain + 1] = bits.getAsInt() & 0xffff;
    }
    return out;
  }

  /** The text that inet_ntop(3) gives, with {@code %N} behind a scoped address; see RFC 5952. */
  @Override
  public String toString() {
    if (family == Family.INET) {
      return dotted(inetBits());
    }
    if (isMapped()) {
      return "::ffff:" + dotted(inetBits());
    }
    return scope == 0 ? inet6Text() : inet6Text() + "%" + scope;
  }

  private static String dotted(int bits) {
    return (bits >>> 24)
        + "."
        + ((bits >>> 16) & 255)
        + "."
        + ((bits >>> 8) & 255)
        + "."
        + (bits & 255);
  }

  private int group(int i) {
    return (int) ((i < 4 ? high >>> (48 - 16 * i) : low >>> (112 - 16 * i)) & 0xffff);
  }

  private String inet6Text() {
    int gapStart = -1;
    int gapLength = 1; // a single zero group is not shortened
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && group(i + run) == 0) {
        run++;
      }
      if (run > gapLength) {
        gapStart = i;
        gapLength = run;
      }
      i += run;
    }
    // inet_ntop writes ::a.b.c.d for the obsolete compatible addresses, ::1 and ::abcd apart
    if (gapStart == 0 && gapLength == 6) {
      return "::" + dotted((int) low);
    }
    StringBuilder out = new StringBuilder(39);
    for (int i = 0; i < 8; i++) {
      if (i == gapStart) {
        out.append("::");
        i += gapLength - 1;
        continue;
      }
      if (i > 0 && i != gapStart + gapLength) {
        out.append(':');
      }
      out.append(Integer.toHexString(group(i)));
    }
    return out.toString();
  }
}
