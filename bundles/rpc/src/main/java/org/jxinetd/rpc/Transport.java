package org.jxinetd.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Carries one call to rpcbind and its answer back. */
interface Transport {

  /**
   * Sends a message and waits for one.
   *
   * @throws IOException when nobody answers, in time
   */
  ByteBuffer exchange(ByteBuffer message) throws IOException;
}
