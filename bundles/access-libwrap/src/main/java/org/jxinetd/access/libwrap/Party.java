package org.jxinetd.access.libwrap;

import java.time.Duration;
import java.util.Optional;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;

/**
 * One end of a connection, the client or the server. Its name is asked for once, and only when a
 * rule wants to know it. Belongs to the thread that decides.
 */
final class Party {

  private static final int MAX_FILES = 8;

  private final Optional<Address> address;
  private final int port;
  private final Names names;
  private final Groups groups;
  private final Patience patience;
  private Name name;
  private int files;

  Party(Optional<Endpoint> end, Names names, Groups groups, Patience patience) {
    this.address = end.map(Endpoint::address);
    this.port = end.map(Endpoint::port).orElse(0);
    this.names = names;
    this.groups = groups;
    this.patience = patience;
  }

  /** How long one decision may wait for names and groups in all. */
  static final class Patience {
    private final long end;

    Patience(Duration limit) {
      this.end = System.nanoTime() + limit.toNanos();
    }

    Duration left() {
      return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }
  }

  /** Files may name files, and so each other. */
  void enterFile() throws Undecidable {
    if (++files > MAX_FILES) {
      throw new Undecidable("files of patterns are nested deeper than " + MAX_FILES);
    }
  }

  void leaveFile() {
    files--;
  }

  Optional<Address> address() {
    return address;
  }

  /** 0 when unknown. */
  int port() {
    return port;
  }

  /** As libwrap writes it: a mapped address as IPv4, no scope. */
  String addressText() {
    if (address.isEmpty()) {
      return TextPattern.UNKNOWN;
    }
    Address known = address.get();
    return known.isInet()
        ? Address.inet(known.inetBits()).toString()
        : Address.inet6(known.high(), known.low(), 0).toString();
  }

  Name name() throws Undecidable {
    if (name == null) {
      boolean hasName = address.isPresent() && !address.get().isAny();
      name = hasName ? names.of(plain(address.get()), patience.left()) : Name.UNKNOWN;
    }
    return name;
  }

  /** By its name alone, as libwrap asks: a host without one is called {@code unknown} there. */
  boolean isIn(String group) throws Undecidable {
    return groups.hold(group, name().text(), patience.left());
  }

  private static Address plain(Address address) {
    return address.isMapped() ? Address.inet(address.inetBits()) : address;
  }

  /** What the rules have looked at so far: the address, and the name where it was asked for. */
  String seen() {
    return name == null ? addressText() : addressText() + " (" + name.text() + ")";
  }

  /** The name, or the address where no name is known. */
  String info() throws Undecidable {
    return name().isKnown() ? name().text() : addressText();
  }
}
