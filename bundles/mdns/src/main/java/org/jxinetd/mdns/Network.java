package org.jxinetd.mdns;

import java.io.IOException;
import java.net.InetAddress;
import java.util.Set;

/** The links that this host is on, and how to speak there. */
interface Network {

  /** An address of each interface on which multicast makes sense, at this moment. */
  Set<InetAddress> addresses() throws IOException;

  /** Begins to speak on the interface of an address; may take a second. */
  Station open(InetAddress address) throws IOException;

  /** A voice on one link. */
  interface Station {

    /** Announces one service; may take a second, since the name is tried first. */
    void announce(Announcement announcement, int port) throws IOException;

    /** Says that the service is gone. */
    void withdraw(Announcement announcement, int port);

    /** Says good bye for all that is left; may take some seconds. */
    void close() throws IOException;
  }
}
