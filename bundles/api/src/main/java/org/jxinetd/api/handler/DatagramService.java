package org.jxinetd.api.handler;

import java.io.IOException;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A built-in service on datagrams, for {@code type = INTERNAL}. Registered with the service
 * property {@link StreamService#NAME}.
 */
@FunctionalInterface
@ConsumerType
public interface DatagramService {

  /** Answers one datagram, or does not. */
  void answer(Datagram datagram) throws IOException;
}
