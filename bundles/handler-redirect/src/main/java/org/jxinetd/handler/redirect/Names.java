package org.jxinetd.handler.redirect;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jxinetd.api.service.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Addresses of host names. A look-up may block for long, so it runs on one of a few platform
 * threads, once for all who wait for the same name, and who waits does so for a limited time. An
 * answer is fresh for some seconds (the VM keeps its own for five more, sun.net.inetaddr.ttl); when
 * no new one comes, the old one goes on, for a relay must not stop because DNS does.
 */
final class Names implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Names.class);
  private static final int THREADS = 4;
  private static final int QUEUE = 256;
  private static final int MOST_NAMES = 1024;

  /** Asks the system. */
  interface Lookup {
    List<Address> addresses(String host) throws UnknownHostException;
  }

  private record Answer(List<Address> addresses, long atNanos) {}

  private final Lookup lookup;
  private final LongSupplier nanoTime;
  private final long freshNanos;
  private final long limitNanos;
  private final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, CompletableFuture<Answer>> pending =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;

  /**
   * @param fresh how long an answer is used without asking again
   * @param limit how long a client waits for one
   */
  Names(Lookup lookup, LongSupplier nanoTime, Duration fresh, Duration limit) {
    this.lookup = lookup;
    this.nanoTime = nanoTime;
    this.freshNanos = fresh.toNanos();
    this.limitNanos = limit.toNanos();
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUE),
            Thread.ofPlatform().daemon().name("redirect-names-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
  }

  /** The system's resolver: hosts file and DNS, as nsswitch.conf says. */
  static List<Address> system(String host) throws UnknownHostException {
    return Arrays.stream(InetAddress.getAllByName(host)).map(Names::address).distinct().toList();
  }

  private static Address address(InetAddress from) {
    Address address = Address.of(from.getAddress());
    return from instanceof Inet6Address inet6 && inet6.getScopeId() != 0
        ? Address.inet6(address.high(), address.low(), inet6.getScopeId())
        : address;
  }

  /**
   * The addresses of a name, at least one.
   *
   * @throws IOException when there is none, or none in time
   */
  List<Address> addresses(String host) throws IOException, InterruptedException {
    Answer known = answers.get(host);
    if (known != null && nanoTime.getAsLong() - known.atNanos < freshNanos) {
      return known.addresses;
    }
    try {
      return ask(host).get(limitNanos, TimeUnit.NANOSECONDS).addresses;
    } catch (TimeoutException e) {
      return fallBack(host, known, "no answer within " + Duration.ofNanos(limitNanos));
    } catch (ExecutionException e) {
      return fallBack(host, known, reason(e.getCause()));
    } catch (RejectedExecutionException e) {
      return fallBack(host, known, "too many look-ups are under way");
    }
  }

  private static String reason(Throwable cause) {
    return cause instanceof UnknownHostException ? "Name or service not known" : cause.toString();
  }

  private static List<Address> fallBack(String host, Answer known, String reason)
      throws IOException {
    if (known == null) {
      throw new IOException(reason);
    }
    LOG.warn("{}: {}; its last known address is used", host, reason);
    return known.addresses;
  }

  private CompletableFuture<Answer> ask(String host) {
    CompletableFuture<Answer> fresh = new CompletableFuture<>();
    CompletableFuture<Answer> running = pending.putIfAbsent(host, fresh);
    if (running != null) {
      return running;
    }
    try {
      threads.execute(() -> find(host, fresh));
    } catch (RejectedExecutionException e) {
      pending.remove(host, fresh);
      fresh.completeExceptionally(e);
      throw e;
    }
    return fresh;
  }

  private void find(String host, CompletableFuture<Answer> result) {
    try {
      List<Address> found = lookup.addresses(host);
      if (found.isEmpty()) {
        throw new UnknownHostException(host);
      }
      Answer answer = new Answer(List.copyOf(found), nanoTime.getAsLong());
      if (answers.size() >= MOST_NAMES) {
        answers.clear(); // names of configurations long gone
      }
      answers.put(host, answer);
      pending.remove(host, result);
      result.complete(answer);
    } catch (UnknownHostException | RuntimeException e) {
      pending.remove(host, result);
      result.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
