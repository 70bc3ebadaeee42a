package org.jxinetd.access.libwrap;

import java.util.List;
import org.jxinetd.api.service.Address;

/** A pattern for a host: its name, its address, or a list of such patterns in a file. */
sealed interface HostPattern {

  boolean matches(Party host) throws Undecidable;

  /** Name and address are known. */
  record Known() implements HostPattern {
    @Override
    public boolean matches(Party host) throws Undecidable {
      return host.address().isPresent() && host.name().isKnown();
    }
  }

  /** A known name without a dot. */
  record Local() implements HostPattern {
    @Override
    public boolean matches(Party host) throws Undecidable {
      return host.name().text().indexOf('.') < 0 && host.name().isKnown();
    }
  }

  /** {@code 131.155.72.0/255.255.254.0}; bits of the net outside of the mask never match. */
  record Net(int net, int mask) implements HostPattern {
    @Override
    public boolean matches(Party host) {
      return host.address().filter(a -> a.isInet() && (a.inetBits() & mask) == net).isPresent();
    }
  }

  /** {@code [3ffe:505:2:1::]/64}; bits behind the prefix do not count. */
  record Net6(long high, long low, int bits) implements HostPattern {
    @Override
    public boolean matches(Party host) {
      return host.address().filter(a -> !a.isInet() && agrees(a)).isPresent();
    }

    private boolean agrees(Address a) {
      long maskHigh = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << (64 - bits);
      long maskLow = bits <= 64 ? 0 : -1L << (128 - bits);
      return ((a.high() ^ high) & maskHigh) == 0 && ((a.low() ^ low) & maskLow) == 0;
    }
  }

  /**
   * Anything else: a word that is compared with the address as text and, unless it can only be an
   * address, with the name.
   */
  record Text(TextPattern text, boolean maybeName) implements HostPattern {
    @Override
    public boolean matches(Party host) throws Undecidable {
      return text.matches(host.addressText()) || (maybeName && text.matches(host.name().text()));
    }
  }

  /** {@code @trusted}: a netgroup that has the host's name. */
  record Group(String group) implements HostPattern {
    @Override
    public boolean matches(Party host) throws Undecidable {
      return host.isIn(group);
    }
  }

  /** {@code /etc/blocked}: any of the patterns in a file. */
  record Listed(HostFile file) implements HostPattern {
    @Override
    public boolean matches(Party host) throws Undecidable {
      host.enterFile();
      try {
        for (HostPattern pattern : file.patterns()) {
          if (pattern.matches(host)) {
            return true;
          }
        }
        return false;
      } finally {
        host.leaveFile();
      }
    }
  }

  /** Malformed in a way that libwrap takes for "matches nobody". */
  record Nobody() implements HostPattern {
    @Override
    public boolean matches(Party host) {
      return false;
    }
  }

  /** Not to be answered here. */
  record Unanswerable(String why) implements HostPattern {
    @Override
    public boolean matches(Party host) throws Undecidable {
      throw new Undecidable(why);
    }
  }

  /** Patterns that stand in a file; asked anew for each client because the file may change. */
  @FunctionalInterface
  interface HostFile {
    List<HostPattern> patterns();
  }
}
