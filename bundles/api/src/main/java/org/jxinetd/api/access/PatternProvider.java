package org.jxinetd.api.access;

import java.util.List;
import java.util.Objects;
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

    /**
     * The same for lists that may have to look something up: what matches, and what cannot be ruled
     * out. Returns within a limit of its own; an entry that is not settled by then is a doubt.
     *
     * @param mode DRY_RUN for an explanation: may look up, but changes nothing
     */
    default Answer ask(Request request, Mode mode) {
      return new Answer(match(request), Optional.empty());
    }

    /** True when an answer may take longer than a look into memory. */
    default boolean mayWait() {
      return false;
    }
  }

  /**
   * What a list says of a client.
   *
   * @param match the best entry that matches for certain
   * @param doubt the best entry that may match, which nobody can tell now: a name that is not
   *     confirmed, a file that cannot be read. It counts as a match in {@code no_access} and as
   *     none in {@code only_from}
   */
  record Answer(Optional<Match> match, Optional<Match> doubt) {

    /** Nothing matches, and that is certain. */
    public static final Answer NONE = new Answer(Optional.empty(), Optional.empty());
  }

  /**
   * An entry that matches.
   *
   * @param prefixLength bits that had to agree, on the 128-bit scale of {@link
   *     org.jxinetd.api.service.Address}: 96 + n for an IPv4 prefix of n bits, 128 for a host name
   * @param detail what made it match, such as a name or the line of a file; empty for none
   */
  record Match(Token token, int prefixLength, String detail) {
    public Match {
      Objects.requireNonNull(token, "token");
      Objects.requireNonNull(detail, "detail");
      if (prefixLength < 0 || prefixLength > 128) {
        throw new IllegalArgumentException("prefix length " + prefixLength);
      }
    }

    public Match(Token token, int prefixLength) {
      this(token, prefixLength, "");
    }
  }
}
