package org.jxinetd.access.host;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jxinetd.api.service.Address;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.NioClient;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** DNS over UDP, and TCP for long answers. Any thread; look-ups hold no thread while they wait. */
final class WireDns implements Dns, AutoCloseable {

  private static final int MOST_LOOKUPS = 1_000;

  private final NameServers servers;
  private final Semaphore lookups = new Semaphore(MOST_LOOKUPS);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  WireDns(NameServers servers) {
    this.servers = servers;
  }

  @Override
  public CompletableFuture<Records<String>> names(Address address) {
    Name name;
    try {
      name = ReverseMap.fromAddress(InetAddress.getByAddress(address.bytes()));
    } catch (UnknownHostException wrongLength) {
      throw new IllegalStateException(wrongLength);
    }
    return look(name, Type.PTR, record -> ((PTRRecord) record).getTarget().toString());
  }

  @Override
  public CompletableFuture<Records<Address>> addresses(String text) {
    Name name;
    try {
      name = Name.fromString(text + ".");
    } catch (TextParseException noName) {
      return CompletableFuture.completedFuture(Records.failed(text + " is no name"));
    }
    return look(name, Type.A, r -> Address.of(((ARecord) r).getAddress().getAddress()))
        .thenCombine(
            look(name, Type.AAAA, r -> Addresses.plain(address6((AAAARecord) r))), WireDns::both);
  }

  private static Address address6(AAAARecord record) {
    return Address.of(record.getAddress().getAddress());
  }

  /** All that came; a failure of one of the two stays a failure. */
  private static Records<Address> both(Records<Address> a, Records<Address> b) {
    List<Address> all = new ArrayList<>(a.values());
    all.addAll(b.values());
    Duration life = a.life().compareTo(b.life()) < 0 ? a.life() : b.life();
    return new Records<>(all, life, a.failure().isEmpty() ? b.failure() : a.failure());
  }

  private <T> CompletableFuture<Records<T>> look(Name name, int type, Function<Record, T> value) {
    if (!lookups.tryAcquire()) {
      return CompletableFuture.completedFuture(
          Records.failed(MOST_LOOKUPS + " look-ups are under way"));
    }
    return follow(new Chain(name), type)
        .thenApply(chain -> chain.records(value))
        .exceptionally(e -> Records.failed(cause(e)))
        .whenComplete((records, e) -> lookups.release());
  }

  private static String cause(Throwable e) {
    Throwable root = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    String message = root.getMessage();
    return "no answer from DNS" + (message == null ? "" : " (" + message + ")");
  }

  /** Asks until the chain of aliases ends; one answer mostly holds all of it. */
  private CompletableFuture<Chain> follow(Chain chain, int type) {
    Name asked = chain.end();
    Message query = Message.newQuery(Record.newRecord(asked, type, DClass.IN));
    NameServers.Plan plan = servers.plan();
    return send(plan, query, 0)
        .thenCompose(
            answer -> {
              chain.read(answer, type);
              boolean finished = chain.end().equals(asked) || !chain.isEmpty();
              return finished ? CompletableFuture.completedFuture(chain) : follow(chain, type);
            });
  }

  /** Tries the servers in turn, as often as they are to be tried. */
  private CompletableFuture<Message> send(NameServers.Plan plan, Message query, int attempt) {
    SimpleResolver resolver =
        new SimpleResolver(plan.servers().get(attempt % plan.servers().size()));
    resolver.setTimeout(plan.timeout());
    return resolver
        .sendAsync(query, threads)
        .toCompletableFuture()
        .handle((answer, failed) -> new Attempt(attempt, failed == null ? answer : null))
        .thenCompose(made -> judge(plan, query, made));
  }

  /** One try; the answer is null when none came. */
  private record Attempt(int number, Message answer) {}

  private CompletableFuture<Message> judge(NameServers.Plan plan, Message query, Attempt made) {
    Message answer = made.answer();
    if (answer != null && isAnswer(answer)) {
      return CompletableFuture.completedFuture(answer);
    }
    if (made.number() + 1 < plan.servers().size() * plan.attempts()) {
      return send(plan, query, made.number() + 1);
    }
    String why = answer == null ? "time-out or unreachable" : Rcode.string(answer.getRcode());
    return CompletableFuture.failedFuture(new IllegalStateException(why));
  }

  private static boolean isAnswer(Message answer) {
    return answer.getRcode() == Rcode.NOERROR || answer.getRcode() == Rcode.NXDOMAIN;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    NioClient.close();
  }
}
