package org.jxinetd.api.handler;

import java.io.IOException;
import org.jxinetd.api.service.Endpoint;
import org.osgi.annotation.versioning.ProviderType;

/** One datagram that came in. */
@ProviderType
public interface Datagram {

  /** Who sent it, as far as a datagram tells. */
  Endpoint peer();

  /** What it holds; at most 65,507 bytes. The caller's own copy. */
  byte[] data();

  /** Sends one datagram back; lost without an error when the socket's buffer is full. */
  void reply(byte[] answer) throws IOException;
}
