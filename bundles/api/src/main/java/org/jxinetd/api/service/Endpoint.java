package org.jxinetd.api.service;

import java.util.Objects;

/**
 * One end of a connection.
 *
 * @param port 0 to 65535
 */
public record Endpoint(Address address, int port) {

  public Endpoint {
    Objects.requireNonNull(address, "address");
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
  }

  /** {@code 127.0.0.1:79} or {@code [::1]:79}. */
  @Override
  public String toString() {
    return address.family() == Family.INET ? address + ":" + port : "[" + address + "]:" + port;
  }
}
