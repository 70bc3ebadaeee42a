package org.jxinetd.api.handler;

import java.time.Duration;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.osgi.annotation.versioning.ProviderType;

/** One admitted client, as a handler gets it. Belongs to the session's thread. */
@ProviderType
public interface Exchange {

  /** The service, the client, the local address and the time. */
  Request request();

  /** What the rules that let the client in want changed. */
  SpawnChanges changes();

  /**
   * The client's socket, or the service's own with {@code wait = yes}. The session closes it; a
   * handler may hand it to a child but must not keep it.
   */
  int descriptor();

  /**
   * The client's socket as a stream.
   *
   * @throws IllegalStateException for datagrams and with {@code wait = yes}
   */
  Connection connection();

  /** Must be called once, as soon as the server runs: it is counted, logged and can be ended. */
  void started(Running server);

  /**
   * Tells that no server could be started and that the handler will try again.
   *
   * @param pause until the next attempt
   * @return false when there must be no further attempt: the service is gone
   */
  default boolean retrying(Duration pause) throws InterruptedException {
    Thread.sleep(pause);
    return true;
  }

  /** Tells that the handler ends its server because the session's time is up: it is counted. */
  default void timedOut() {}
}
