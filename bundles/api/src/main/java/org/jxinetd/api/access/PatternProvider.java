package org.jxinetd.api.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Understands some kinds of entries of {@code only_from} and {@code no_access}. It sees a list as a
 * whole, so that it can build one structure for all of it. The bundle names the kinds in its
 * manifest: {@code Provide-Capability: org.jxinetd.pattern;kind:List<String>="address"}.
 */
@ConsumerType
public interface PatternProvider {

  /** Namespace of the capability that names the kinds of patterns a bundle understands. */
  String PATTERN_NAMESPACE = "org.jxinetd.pattern";

  /**
   * Compiles a list. Entries it does not understand are left to other providers.
   *
   * @return never null; an entry that is of its kind but malformed is among the problems
   */
  Compiled compile(List<Token> tokens);

  /** A compiled list. Asked by many threads at a time. */
  interface Compiled {

    /** The entries it understood, which are the only ones it may match. */
    Set<Token> understood();

    /** Entries of its kind that are malformed; the service with such an entry does not start. */
    List<Problem> problems();

    /** The best match for a client, the one with the longest prefix. */
    Optional<Match> match(Request request);
  }

  /**
   * An entry that matches.
   *
   * @param prefixLength bits that had to agree, on the 128-bit scale of {@link
   *     org.jxinetd.api.service.Address}: 96 + n for an IPv4 prefix of n bits, 128 for a host name
   */
  record Match(Token token, int prefixLength) {
    public Match {
      if (prefixLength < 0 || prefixLength > 128) {
        throw new IllegalArgumentException("prefix length " + prefixLength);
      }
    }
  }
}
