package org.jxinetd.host;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Refusal;
import org.jxinetd.api.service.Endpoint;

/**
 * The last refusals with their evidence: a ring that survives updates of the engine. Any thread.
 */
public final class Refusals {

  /** How many are kept. */
  public static final int KEPT = 1000;

  private final Deque<Refusal> ring = new ArrayDeque<>();
  private long last;

  /** Keeps a refusal; the oldest one makes room for it. */
  public synchronized Refusal add(
      Instant at, String service, Optional<Endpoint> peer, Reason reason, List<Finding> findings) {
    if (ring.size() == KEPT) {
      ring.removeFirst();
    }
    Refusal refusal = new Refusal(++last, at, service, peer, reason, findings);
    ring.addLast(refusal);
    return refusal;
  }

  /** Oldest first. */
  public synchronized List<Refusal> all() {
    return List.copyOf(ring);
  }

  public synchronized Optional<Refusal> find(long id) {
    return ring.stream().filter(r -> r.id() == id).findFirst();
  }
}
