package org.jxinetd.access.host;

import java.time.Duration;
import java.util.Optional;
import org.jxinetd.api.access.HostNames;
import org.jxinetd.api.service.Address;

/** The same names, with the same cache and the same limits, for the rules of other bundles. */
final class ConfirmedNames implements HostNames {

  private final Names names;
  private final Duration limit;

  ConfirmedNames(Names names, Duration limit) {
    this.names = names;
    this.limit = limit;
  }

  @Override
  public Duration patience() {
    return limit;
  }

  @Override
  public Called of(Address address, Duration atMost) {
    Duration patience = atMost.compareTo(limit) < 0 ? atMost : limit;
    Address plain = Addresses.plain(address);
    Optional<ClientName> called =
        names.client(plain).await(limit, System.nanoTime() + patience.toNanos());
    if (called.isEmpty()) {
      return new Called.Unknown("the name of " + plain + " did not come in time");
    }
    ClientName found = called.get();
    if (!found.names().isEmpty()) {
      return new Called.Confirmed(found.names().getFirst());
    }
    return found.claimed()
        ? new Called.Unconfirmed(found.doubt())
        : new Called.Unknown(found.doubt());
  }
}
