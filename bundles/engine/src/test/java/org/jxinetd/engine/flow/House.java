package org.jxinetd.engine.flow;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.EventSink;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.host.Ledger;

/** All that sessions need around them, with everything they leave behind in plain view. */
final class House implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  static final Evidence EVIDENCE = new Evidence("the rule", Origin.of("/etc/x", 7), "");
  static final int PERMITS = 5;

  /** A server that is a part of the test itself. */
  static final Running SERVER =
      new Running() {
        @Override
        public long pid() {
          return 4711;
        }

        @Override
        public void terminate() {}

        @Override
        public void kill() {}
      };

  final Ledger ledger = new Ledger();
  final Semaphore ceiling = new Semaphore(PERMITS);
  final Surroundings shared = new Surroundings(ledger, Clock.fixed(NOW, ZoneOffset.UTC), ceiling);
  final List<Verdict.Suspend> suspensions = Collections.synchronizedList(new ArrayList<>());
  final AtomicInteger held = new AtomicInteger();
  final AtomicBoolean usable = new AtomicBoolean(true);
  final AtomicInteger logsClosed = new AtomicInteger();
  private final Events events = new Events();
  private boolean closed;
  private final List<Event> written = Collections.synchronizedList(new ArrayList<>());

  /** A rule that takes a place and then says what it is told to. */
  final class Rule implements Check {
    private final Verdict verdict;

    Rule(Verdict verdict) {
      this.verdict = verdict;
    }

    @Override
    public Phase phase() {
      return Phase.ADDRESS;
    }

    @Override
    public Verdict check(Request request, Mode mode, Slots slots) {
      held.incrementAndGet();
      slots.taken(held::decrementAndGet);
      return verdict;
    }
  }

  static Verdict refuse() {
    return new Verdict.Refuse(Reason.ADDRESS, EVIDENCE);
  }

  static Verdict pass() {
    return new Verdict.Pass(EVIDENCE, new SpawnChanges(java.util.Map.of("KEY", "value")));
  }

  Plan plan(ServiceSpec service, Verdict verdict, Plan.Serving serving) {
    return plan(service, new Gate(Optional.empty(), List.of(new Rule(verdict))), serving);
  }

  Plan plan(ServiceSpec service, Gate gate, Plan.Serving serving) {
    EventSink sink =
        new EventSink() {
          @Override
          public void write(List<Event> batch) throws IOException {
            written.addAll(batch);
          }

          @Override
          public void close() {
            logsClosed.incrementAndGet();
          }
        };
    return new Plan(service, gate, serving, events.log(service.id(), List.of(sink)), usable::get);
  }

  static Plan.Serving by(Handler handler) {
    return new Plan.Serving(Optional.of(handler), Optional.empty(), false);
  }

  static Plan.Serving byNobody() {
    return by(
        exchange -> {
          throw new AssertionError("nobody may be served");
        });
  }

  /** Everything that was logged; the writer is ended by this. */
  List<Event> log() {
    close();
    return List.copyOf(written);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      events.close();
    }
  }
}
