package org.jxinetd.engine.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.engine.flow.Specs;
import org.jxinetd.linux.Fd;

class VisitTest {

  private static final Visit.Limits QUICK =
      new Visit.Limits(
          Duration.ofMillis(200),
          Duration.ofMillis(200),
          Duration.ofMillis(100),
          Duration.ofMillis(10));
  private static final Visit.Limits PATIENT =
      new Visit.Limits(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofMillis(10));

  private final CountDownLatch never = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final Ward ward = new Ward("b", getClass().getClassLoader());
  private final Client client = new Client();

  @AfterEach
  void letGo() {
    never.countDown();
  }

  /** A client of a service, as the session hands it on. */
  private static final class Client implements Exchange, HeldDescriptor, Connection {
    final AtomicReference<Running> server = new AtomicReference<>();
    final AtomicBoolean closed = new AtomicBoolean();
    final AtomicBoolean held = new AtomicBoolean();

    @Override
    public Request request() {
      return Specs.from(Specs.service("s").build(), "192.0.2.1");
    }

    @Override
    public SpawnChanges changes() {
      return SpawnChanges.NONE;
    }

    @Override
    public int descriptor() {
      return 9;
    }

    @Override
    public Fd.Hold hold() {
      held.set(true);
      return () -> held.set(false);
    }

    @Override
    public Connection connection() {
      return this;
    }

    @Override
    public void started(Running running) {
      server.set(running);
    }

    @Override
    public Endpoint peer() {
      return request().peer().orElseThrow();
    }

    @Override
    public Endpoint local() {
      return peer();
    }

    @Override
    public InputStream in() {
      return new ByteArrayInputStream(new byte[1]);
    }

    @Override
    public OutputStream out() {
      return new ByteArrayOutputStream();
    }

    @Override
    public void readTimeout(Duration limit) {}

    @Override
    public void shutdownOutput() {}

    @Override
    public void shutdownInput() {}

    @Override
    public void close() {
      closed.set(true);
    }
  }

  /** A server that is nothing but a part of its handler. */
  private static final Running SERVER =
      new Running() {
        @Override
        public long pid() {
          return 0;
        }

        @Override
        public void terminate() {}

        @Override
        public void kill() {}
      };

  /** Ends with the test only, whatever it is told. */
  private void stuck() {
    int ignored = 0;
    while (never.getCount() > 0) {
      try {
        never.await();
      } catch (InterruptedException refusesToGo) {
        ignored++;
      }
    }
    assertTrue(ignored >= 0);
  }

  private Visit visit(Visit.Limits limits, Handler handler) {
    return new Visit(ward, handler, client, limits);
  }

  @Test
  void aHandlerServesOnAThreadOfItsBundles() throws Exception {
    AtomicReference<Thread> thread = new AtomicReference<>();
    Outcome outcome =
        visit(
                PATIENT,
                exchange -> {
                  thread.set(Thread.currentThread());
                  exchange.started(SERVER);
                  assertEquals(0, exchange.connection().in().read());
                  exchange.connection().out().write(1);
                  assertEquals(9, exchange.descriptor());
                  return new Outcome.Relayed(1, 2);
                })
            .serve();
    assertEquals(new Outcome.Relayed(1, 2), outcome);
    assertTrue(thread.get().getName().startsWith("b-"), thread.get().getName());
    assertEquals(0, ward.visits());
    assertFalse(client.held.get(), "the descriptor is the session's alone again");
    assertTrue(ward.quarantined().isEmpty());
  }

  @Test
  void whatTheHandlerThrowsEndsTheSessionAndNothingElse() throws Exception {
    IOException broken = new IOException("broken pipe");
    assertSame(
        broken,
        assertThrows(
            IOException.class,
            () ->
                visit(
                        PATIENT,
                        exchange -> {
                          throw broken;
                        })
                    .serve()));
    Outcome failed =
        visit(
                PATIENT,
                exchange -> {
                  exchange.started(SERVER);
                  throw new NoClassDefFoundError("org/example/Absent");
                })
            .serve();
    assertEquals(new Outcome.Served(), failed);
    Outcome before =
        visit(
                PATIENT,
                exchange -> {
                  throw new IllegalStateException("before it starts");
                })
            .serve();
    assertEquals(new Outcome.NotStarted(Reason.FORK), before);
    assertTrue(ward.quarantined().isEmpty());
  }

  @Test
  void aHandlerThatDoesNotStartItsServerIsToldToEndAndQuarantined() throws Exception {
    Outcome outcome =
        visit(
                QUICK,
                exchange -> {
                  never.await(); // ends when it is interrupted
                  return new Outcome.Served();
                })
            .serve();
    assertEquals(new Outcome.NotStarted(Reason.FORK), outcome);
    assertEquals(Optional.of("has not started a server within 200 ms"), ward.quarantined());
    assertTrue(client.closed.get(), "the client need not wait");
    assertEquals(
        new Outcome.NotStarted(Reason.UNAVAILABLE),
        visit(QUICK, exchange -> new Outcome.Served()).serve(),
        "nobody else is brought to it");
  }

  @Test
  void aSessionMayBeSilentAndLong() throws Exception {
    Outcome outcome =
        visit(
                QUICK,
                exchange -> {
                  exchange.started(SERVER);
                  boolean unused = never.await(600, TimeUnit.MILLISECONDS);
                  return new Outcome.Served();
                })
            .serve();
    assertEquals(new Outcome.Served(), outcome);
    assertTrue(ward.quarantined().isEmpty());
  }

  @Test
  void whoeverSpinsWithoutAWordToItsClientIsEnded() throws Exception {
    Outcome outcome =
        visit(
                QUICK,
                exchange -> {
                  exchange.started(SERVER);
                  while (!Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                  }
                  return new Outcome.Served();
                })
            .serve();
    assertEquals(new Outcome.Served(), outcome);
    assertEquals(
        Optional.of("has computed for 200 ms without a word to its client"), ward.quarantined());
    assertTrue(client.closed.get());
  }

  @Test
  void whoeverComputesAndSpeaksGoesOn() throws Exception {
    Outcome outcome =
        visit(
                QUICK,
                exchange -> {
                  exchange.started(SERVER);
                  long until = System.nanoTime() + 600_000_000L;
                  while (System.nanoTime() < until) {
                    exchange.connection().out().write(1);
                  }
                  return new Outcome.Served();
                })
            .serve();
    assertEquals(new Outcome.Served(), outcome);
    assertTrue(ward.quarantined().isEmpty());
  }

  @Test
  void whoeverDoesNotEndWhenKilledIsLeftAloneWithoutItsClient() throws Exception {
    AtomicReference<Exchange> kept = new AtomicReference<>();
    AtomicReference<Connection> connection = new AtomicReference<>();
    Visit visit =
        visit(
            QUICK,
            exchange -> {
              kept.set(exchange);
              connection.set(exchange.connection());
              assertEquals(9, exchange.descriptor());
              exchange.started(SERVER);
              begun.countDown();
              stuck();
              return new Outcome.Served();
            });
    FutureTask<Outcome> session = new FutureTask<>(visit::serve);
    Thread thread = Thread.ofVirtual().start(session);
    begun.await();
    client.server.get().kill();
    thread.join();
    assertEquals(new Outcome.Served(), session.get());
    assertEquals(
        Optional.of("did not end a session within 100 ms of being told to"), ward.quarantined());
    assertTrue(client.closed.get());
    assertTrue(client.held.get(), "it knows the number still, which must not become another's");
    assertThrows(IOException.class, () -> connection.get().out().write(1));
    assertThrows(IOException.class, () -> connection.get().in().read());
    assertThrows(IllegalStateException.class, () -> kept.get().started(SERVER));
    assertThrows(IllegalStateException.class, () -> kept.get().descriptor());
    assertEquals(0, ward.visits());
  }

  @Test
  void aServerThatBlocksWhenItIsToldToEndHoldsNobodyUp() throws Exception {
    Running stubborn =
        new Running() {
          @Override
          public long pid() {
            return 0;
          }

          @Override
          public void terminate() {
            stuck();
          }

          @Override
          public void kill() {
            stuck();
          }
        };
    Visit visit =
        visit(
            PATIENT,
            exchange -> {
              exchange.started(stubborn);
              begun.countDown();
              never.await();
              return new Outcome.Served();
            });
    FutureTask<Outcome> session = new FutureTask<>(visit::serve);
    Thread thread = Thread.ofVirtual().start(session);
    begun.await();
    client.server.get().terminate();
    client.server.get().kill();
    thread.join();
    assertEquals(new Outcome.Served(), session.get());
  }

  @Test
  void aBundleThatIsUnloadedEndsItsSessions() throws Exception {
    Visit visit =
        visit(
            PATIENT,
            exchange -> {
              exchange.started(SERVER);
              begun.countDown();
              never.await();
              return new Outcome.Served();
            });
    FutureTask<Outcome> session = new FutureTask<>(visit::serve);
    Thread thread = Thread.ofVirtual().start(session);
    begun.await();
    assertEquals(1, ward.visits());
    ward.endVisits();
    thread.join();
    assertEquals(new Outcome.Served(), session.get());
    assertTrue(client.closed.get());
  }

  @Test
  void aSessionThatIsInterruptedEndsItsHandler() throws Exception {
    Thread thread =
        Thread.ofVirtual()
            .unstarted(
                () -> {
                  try {
                    Outcome unused =
                        visit(
                                PATIENT,
                                exchange -> {
                                  exchange.started(SERVER);
                                  begun.countDown();
                                  never.await();
                                  return new Outcome.Served();
                                })
                            .serve();
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    thread.start();
    begun.await();
    thread.interrupt();
    thread.join();
    assertEquals(0, ward.visits());
  }

  @Test
  void aBundleServesAsManyAsItMay() throws Exception {
    Ward small = new Ward("small", getClass().getClassLoader(), 1);
    Visit first =
        new Visit(
            small,
            exchange -> {
              exchange.started(SERVER);
              begun.countDown();
              stuck();
              return new Outcome.Served();
            },
            client,
            PATIENT);
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Outcome unused = first.serve();
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
    begun.await();
    assertEquals(
        new Outcome.NotStarted(Reason.FORK),
        new Visit(small, exchange -> new Outcome.Served(), new Client(), PATIENT).serve());
    assertEquals(1, small.visits());
    never.countDown();
    thread.join();
  }

  @Test
  void aHandlerWithoutAnOutcomeIsQuarantined() throws Exception {
    assertEquals(new Outcome.NotStarted(Reason.FORK), visit(PATIENT, exchange -> null).serve());
    assertTrue(ward.quarantined().orElseThrow().contains("without an outcome"));
  }
}
