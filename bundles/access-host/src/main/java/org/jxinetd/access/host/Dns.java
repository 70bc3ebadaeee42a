package org.jxinetd.access.host;

import java.util.concurrent.CompletableFuture;
import org.jxinetd.api.service.Address;

/** Asks name servers. Never blocks; the futures never fail, the records say what went wrong. */
interface Dns {

  /** The names of an address, as written in the zone. */
  CompletableFuture<Records<String>> names(Address address);

  /** The addresses of a name, of both families. */
  CompletableFuture<Records<Address>> addresses(String name);
}
