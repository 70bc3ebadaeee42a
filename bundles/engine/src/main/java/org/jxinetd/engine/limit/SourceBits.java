package org.jxinetd.engine.limit;

import java.util.List;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.host.SourceBlock;

/**
 * What counts as one source: the words behind the number of {@code per_source}. {@code /24 /64}
 * takes the clients of an IPv4 network of 24 bits for one, and those of an IPv6 network of 64.
 *
 * @param inet bits of an IPv4 address, 0 to 32
 * @param inet6 bits of an IPv6 address, 0 to 128
 */
record SourceBits(int inet, int inet6) {

  private static final int MAPPED_BITS = 96;
  private static final int MOST_WORDS = 3;

  /** Every address for itself. */
  static final SourceBits SINGLE = new SourceBits(32, 128);

  static SourceBits of(ServiceSpec service) throws ConfigException {
    Attribute set = service.attribute("per_source").orElse(null);
    return set == null ? SINGLE : of(service, set);
  }

  private static SourceBits of(ServiceSpec service, Attribute set) throws ConfigException {
    List<String> words = set.words();
    if (words.isEmpty() || words.size() > MOST_WORDS) {
      throw ConfigException.in(
          service, set, "per_source expects a number and at most two prefix lengths");
    }
    int inet = words.size() > 1 ? bits(service, set, words.get(1), SINGLE.inet) : SINGLE.inet;
    int inet6 = words.size() > 2 ? bits(service, set, words.get(2), SINGLE.inet6) : SINGLE.inet6;
    return new SourceBits(inet, inet6);
  }

  private static int bits(ServiceSpec service, Attribute set, String word, int most)
      throws ConfigException {
    if (word.startsWith("/")) {
      int bits = Numbers.count(service, set, word.substring(1));
      if (bits <= most) {
        return bits;
      }
    }
    throw ConfigException.in(
        service, set, "'" + word + "' is not a prefix length from /0 to /" + most);
  }

  /** The bits of an address that count, on the scale of {@link SourceBlock}. */
  int of(Address source) {
    return source.isInet() ? MAPPED_BITS + inet : inet6;
  }

  SourceBlock block(Address source) {
    return SourceBlock.of(source, of(source));
  }

  /** The source as people write it: {@code 192.0.2.0/24}, or the address when it is one. */
  String text(Address source) {
    int bits = of(source);
    if (bits == 128) {
      return source.toString();
    }
    SourceBlock block = SourceBlock.of(source, bits);
    return source.isInet()
        ? Address.inet((int) block.low()) + "/" + inet
        : Address.inet6(block.high(), block.low(), 0) + "/" + inet6;
  }
}
