package org.jxinetd.host;

import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Network;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to tell whether a client is banned: half of the bans are addresses, the others
 * networks of eight lengths for each family; nearly no client is banned, so that every length is
 * looked up. Each sample is one look-up and the clock's own time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class BanBenchmark {

  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @Param({"10", "100000"})
  public int bans;

  private final Random random = new Random(7);
  private final Bans all = new Bans();
  private Address client;

  @Setup
  public void ban() {
    Random made = new Random(20_261_125);
    for (int i = 0; i < bans; i++) {
      Address address = address(made);
      int bits = Network.bits(address);
      int length = made.nextBoolean() ? bits : bits - bits / 4 + made.nextInt(8);
      Network network = Network.around(address, length);
      all.set(network, NOW, Optional.empty(), "banned by an administrator", Bans.BY_HAND);
    }
  }

  private static Address address(Random random) {
    return random.nextBoolean()
        ? Address.inet(random.nextInt())
        : Address.inet6(random.nextLong(), random.nextLong(), 0);
  }

  @Setup(Level.Invocation)
  public void accept() {
    client = address(random);
  }

  /** What sampling itself takes. */
  @Benchmark
  public Address clock() {
    return client;
  }

  @Benchmark
  public Optional<Ban> find() {
    return all.find(client, NOW);
  }
}
