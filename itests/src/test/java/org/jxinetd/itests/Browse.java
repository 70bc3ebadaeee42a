package org.jxinetd.itests;

import java.io.IOException;
import java.net.InetAddress;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;

/**
 * A program: lists the services of one type that are announced on the network of an address. Run by
 * tests in a network of their own.
 */
public final class Browse {
  private static final int LIMIT_MILLIS = 4_000;

  private Browse() {}

  /** ADDRESS TYPE; prints a line {@code NAME ADDRESS PORT} for each service found. */
  public static void main(String[] arguments) throws IOException {
    try (JmDNS network = JmDNS.create(InetAddress.ofLiteral(arguments[0]))) {
      for (ServiceInfo service : network.list(arguments[1], LIMIT_MILLIS)) {
        for (InetAddress address : service.getInetAddresses()) {
          System.out.println(
              service.getName() + " " + address.getHostAddress() + " " + service.getPort());
        }
      }
    }
  }
}
