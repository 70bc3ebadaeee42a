package org.jxinetd.access.ip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jxinetd.api.access.PatternProvider.Answer;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long it takes to find the block of a client among many: two thirds IPv4, one third IPv6, from
 * a file, asked for clients of which half are IPv4. Each sample is one look-up and the clock's own
 * time; a client is made anew before each, as after an accept.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class LookUpBenchmark {

  @Param({"1000", "1000000"})
  public int blocks;

  private final Random random = new Random(7);
  private final ServiceSpec service = ServiceSpec.builder("pid", "finger").build();
  private Path file;
  private Compiled list;
  private Blocks table;
  private Address client;
  private Request request;

  @Setup
  public void read() throws IOException {
    file = Files.createTempFile("blocks", "");
    Files.write(file, lines());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    PatternReader reader =
        new PatternReader(
            new Inet6Notation(name -> OptionalInt.empty()), new Networks(Path.of("/dev/null")));
    list =
        new AddressPatterns(reader)
            .compile(List.of(new Token("file:" + file, Origin.of("xinetd.conf", 1))));
    BlockFile alone = new BlockFile(file, reader, System::nanoTime, Runnable::run);
    if (!list.problems().isEmpty() || !alone.refresh().isEmpty()) {
      throw new IllegalStateException(list.problems().toString());
    }
    table = alone.current().blocks();
  }

  @TearDown
  public void delete() throws IOException {
    Files.delete(file);
  }

  private List<String> lines() {
    Random made = new Random(20_261_125);
    List<String> lines = new ArrayList<>(blocks);
    for (int i = 0; i < blocks; i++) {
      lines.add(
          made.nextInt(3) > 0
              ? Address.inet(made.nextInt()) + "/" + (8 + made.nextInt(25))
              : Address.inet6(inet6(made), 0, 0) + "/" + (20 + made.nextInt(45)));
    }
    return lines;
  }

  private static long inet6(Random random) {
    return 0x2000_0000_0000_0000L | random.nextLong() >>> 3;
  }

  @Setup(Level.Invocation)
  public void accept() {
    client =
        random.nextBoolean()
            ? Address.inet(random.nextInt())
            : Address.inet6(inet6(random), random.nextLong(), 0);
    request =
        new Request(
            service, Optional.of(new Endpoint(client, 40_000)), Optional.empty(), Instant.EPOCH);
  }

  /** What sampling itself takes. */
  @Benchmark
  public Address clock() {
    return client;
  }

  /** The block alone. */
  @Benchmark
  public long block() {
    return table.find(client);
  }

  /** The answer that the engine gets: the block, and the text for whoever asks why. */
  @Benchmark
  public Answer answer() {
    return list.ask(request, org.jxinetd.api.access.Mode.DECIDE);
  }
}
