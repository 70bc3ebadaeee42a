package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Configurations of a size that nobody writes by hand: what they cost, and that nothing breaks. The
 * bounds are three times the goals, since a busy machine must not fail a build; the figures are
 * printed.
 */
@Tag("soak")
@Tag("ours")
class LargeConfigurationIT {

  private static final int MANY = 10_000;
  private static final int FEW = 10;
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  @RegisterExtension final Workbench bench = new Workbench();

  /** {@code number} services on addresses of 127/8, one port for two hundred of them. */
  private String services(int number, int port, int changed) {
    StringBuilder out =
        new StringBuilder(bench.defaults("instances = 60", "only_from = 127.0.0.1"));
    for (int i = 0; i < number; i++) {
      out.append("service s").append(i).append("\n{\n");
      out.append("\ttype = UNLISTED\n\tsocket_type = stream\n\tprotocol = tcp\n\twait = no\n");
      out.append("\tuser = nobody\n\tserver = /bin/cat\n\tserver_args = -u\n");
      out.append("\tbind = 127.1.").append(i / 200).append('.').append(1 + i % 200).append('\n');
      out.append("\tport = ").append(port).append('\n');
      out.append("\tper_source = ").append(i == changed ? 11 : 10).append("\n\tcps = 100 5\n}\n");
    }
    return out.toString();
  }

  /** How a run of the check ended, and what it took. */
  private record Run(int status, double seconds, long peakKb, String said) {}

  private Run check(Path file) throws IOException, InterruptedException {
    Path said = bench.folder().resolve("said");
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(
                ProgramUnderTest.get().server().toString(),
                "-check",
                "-nolibwrap",
                "-f",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    long peak = 0;
    while (!process.waitFor(5, TimeUnit.MILLISECONDS)) {
      peak = Math.max(peak, kb(process.pid(), PEAK));
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(120), "it does not end");
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Run(process.exitValue(), seconds, peak, Files.readString(said));
  }

  private static long kb(long pid, Pattern figure) {
    try {
      Matcher m = figure.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return m.find() ? Long.parseLong(m.group(1)) : 0;
    } catch (IOException ended) {
      return 0;
    }
  }

  /** What is left of the heap after a collection. */
  private static long liveBytes(long pid) throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram").start();
    String[] last =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .strip()
            .lines()
            .reduce((a, b) -> b)
            .orElseThrow()
            .split("\\s+");
    assertEquals("Total", last[0]);
    return Long.parseLong(last[2]);
  }

  private static double processorSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0; // clock ticks
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static void figure(String what, String value) {
    System.out.println("FIGURE " + what + ": " + value);
  }

  @Test
  void tenThousandServicesAreCheckedInAMoment() throws IOException, InterruptedException {
    Path file = bench.file("many.conf", services(MANY, Ports.free(), -1));
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Run run = check(file);
      assertEquals(0, run.status(), run.said());
      assertTrue(run.said().contains("10000 services, 10000 ready"), run.said());
      seconds.add(run.seconds());
    }
    figure("check of 10,000 services, start of the VM included, s", seconds.toString());
    assertTrue(median(seconds) < 3 * 1.5, seconds.toString());
  }

  @Test
  void aReloadTouchesTheOneServiceThatChanged() throws IOException {
    int port = Ports.free();
    Daemon few = bench.start(services(FEW, port, -1)).ready();
    long smallHeap = liveBytes(few.pid());
    long small = kb(few.pid(), RESIDENT);
    few.stopCleanly();
    Files.delete(few.log().path());

    Daemon daemon = bench.start(services(MANY, port, -1)).ready();
    daemon.log().await("Started working: 10000 available services");
    long heap = (liveBytes(daemon.pid()) - smallHeap) / (MANY - FEW);
    long large = kb(daemon.pid(), RESIDENT);
    figure("resident memory with 10 and 10,000 services, kB", small + ", " + large);
    figure("bytes of heap for each service", Long.toString(heap));
    figure("bytes resident for each service", Long.toString((large - small) * 1024 / (MANY - FEW)));
    assertTrue(large < 500_000 && heap < 20_000, large + " kB");

    List<Double> seconds = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      daemon.configure(services(MANY, port, i * 1000));
      long before = daemon.log().count("Reconfigured: ");
      double used = processorSeconds(daemon.pid());
      long start = System.nanoTime();
      daemon.signal("HUP");
      Await.until("it is done", () -> daemon.log().count("Reconfigured: ") > before);
      seconds.add((System.nanoTime() - start) / 1e9);
      processor.add(processorSeconds(daemon.pid()) - used);
    }
    figure("reload with one or two services changed, signal to line, s", seconds.toString());
    figure("processor time of the same, s", processor.toString());
    assertTrue(median(processor) < 3 * 0.2, processor.toString()); // whatever else the machine does
    // each round but the first takes the change before back
    assertEquals(1 + 8 * 2, daemon.log().count("readjusting service s\\d+"));
  }

  @Test
  void garbageAndGiantsAreAMessageOrAResult() throws IOException, InterruptedException {
    Path garbage = bench.folder().resolve("garbage.conf");
    Random random = new Random(7);
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(garbage)) {
      for (int i = 0; i < 100; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    told("100 MB of garbage", check(garbage), 2);
    try (OutputStream out = Files.newOutputStream(garbage)) {
      random.nextBytes(block);
      out.write(block); // so much of it is read
    }
    told("1 MB of garbage", check(garbage), 2);

    Path line = bench.folder().resolve("line.conf");
    String service = Conf.stream("a", Ports.free(), "/bin/cat", "only_from = 127.0.0.1");
    Files.writeString(
        line, service.replace("/bin/cat", "/bin/cat\n\tserver_args = " + "x".repeat(10 << 20)));
    told("a line of 10 MB", check(line), 0);

    Path list = bench.folder().resolve("list.conf");
    try (BufferedWriter out = Files.newBufferedWriter(list, StandardCharsets.US_ASCII)) {
      String[] parts = service.split("127\\.0\\.0\\.1", 2);
      out.write(parts[0]);
      for (int i = 0; i < 1_000_000; i++) {
        out.write((1 + i % 200) + "." + (i / 200 % 250) + "." + (i / 50_000) + ".7/32 ");
      }
      out.write(parts[1]);
    }
    told("1,000,000 entries in only_from", check(list), 0);

    int port = Ports.free();
    Daemon daemon = bench.start(Conf.stream("a", port, Tool.path("cat"))).ready(port);
    Files.copy(
        garbage,
        bench.folder().resolve("xinetd.conf"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    long before = daemon.log().count("Starting reconfiguration");
    daemon.signal("HUP");
    Await.until(
        "it was read", () -> daemon.log().count("Reconfigured: |reconfiguration failed") > 0);
    assertEquals(before + 1, daemon.log().count("Starting reconfiguration"));
    assertEquals("still", Client.exchange(port, "still"), "what ran before goes on");
    Files.copy(
        list,
        bench.folder().resolve("xinetd.conf"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    daemon.signal("HUP");
    Await.until("the long list is in force", () -> daemon.log().count("Reconfigured: ") > 1);
    figure(
        "peak memory of the daemon after garbage and the long list, kB",
        Long.toString(kb(daemon.pid(), PEAK)));
  }

  private static void told(String what, Run run, int status) {
    figure(
        what,
        String.format("%.2f s, status %d, peak %d kB", run.seconds(), run.status(), run.peakKb()));
    assertEquals(
        status, run.status(), () -> run.said().substring(0, Math.min(2000, run.said().length())));
    assertTrue(run.said().lines().count() <= 10_010, "a bounded number of messages");
    assertTrue(!run.said().contains("Exception") && !run.said().contains("OutOfMemory"), what);
    assertTrue(run.peakKb() < 700_000, what + ": " + run.peakKb() + " kB");
  }
}
