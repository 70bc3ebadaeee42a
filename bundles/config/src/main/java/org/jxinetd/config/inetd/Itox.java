package org.jxinetd.config.inetd;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.service.Problem;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.wrapper.AccessLists;
import org.jxinetd.config.wrapper.HostsFile;
import org.jxinetd.config.wrapper.HostsRule;

/**
 * Main program of itox(8): inetd.conf on standard input, entries for xinetd.conf on standard
 * output. What TCP wrappers say about a service that tcpd guarded becomes its only_from and
 * no_access. Exit status: 0 when every line was converted, 1 when not, or for wrong arguments.
 */
public final class Itox {

  static final String USAGE = "Usage: itox [-daemon_dir dir_path] [-hosts_dir dir_path] [-nohosts]";
  private static final int MAX_BYTES = 16 << 20;

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;

  Itox(InputStream in, PrintStream out, PrintStream err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  /** Started by bin/itox. */
  public static void main(String[] words) throws IOException {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    System.exit(new Itox(System.in, out, System.err).run(words));
  }

  /**
   * What was asked for.
   *
   * @param daemons folder of the servers that tcpd starts
   * @param hosts folder of hosts.allow and hosts.deny; empty to leave them alone
   */
  private record Wanted(Optional<String> daemons, Optional<Path> hosts) {

    static Optional<Wanted> parse(String... words) {
      Optional<String> daemons = Optional.empty();
      Optional<Path> hosts = Optional.of(Path.of("/etc"));
      for (int i = 0; i < words.length; i++) {
        boolean more = i + 1 < words.length && !words[i + 1].isEmpty();
        switch (words[i]) {
          case "-nohosts" -> hosts = Optional.empty();
          case "-daemon_dir" -> {
            if (!more) {
              return Optional.empty();
            }
            daemons = Optional.of(words[++i]);
          }
          case "-hosts_dir" -> {
            if (!more) {
              return Optional.empty();
            }
            hosts = Optional.of(Path.of(words[++i]));
          }
          default -> {
            return Optional.empty();
          }
        }
      }
      return Optional.of(new Wanted(daemons, hosts));
    }
  }

  /** Does it and returns the exit status. */
  int run(String... words) throws IOException {
    Optional<Wanted> wanted = Wanted.parse(words);
    if (wanted.isEmpty()) {
      err.println(USAGE);
      return 1;
    }
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      err.println("itox: the input is larger than " + MAX_BYTES + " bytes");
      return 1;
    }
    Findings findings = new Findings();
    List<HostsRule> rules =
        wanted.get().hosts().map(folder -> HostsFile.both(folder, findings)).orElse(List.of());
    for (InetdLine line :
        new InetdReader(findings).read("", new String(bytes, StandardCharsets.UTF_8))) {
      convert(line, wanted.get().daemons(), rules, findings);
    }
    out.flush();
    for (Problem problem : findings.problems()) {
      err.println(message(problem));
    }
    if (out.checkError()) {
      err.println("itox: the output cannot be written");
      return 1;
    }
    return findings.errors() > 0 ? 1 : 0;
  }

  private void convert(
      InetdLine line, Optional<String> daemons, List<HostsRule> rules, Findings findings) {
    if (!line.wrapped()) {
      remark(line, findings);
      out.print(ItoxText.of(line, AccessLists.notWrapped(rules, daemonName(line))));
      return;
    }
    Optional<InetdLine> unwrapped = line.unwrapped(daemons);
    if (unwrapped.isEmpty()) {
      findings.error(
          line.origin(),
          "",
          "You must use option -daemon_dir if you use tcpd",
          "the line is left out");
      return;
    }
    remark(line, findings);
    out.print(ItoxText.of(unwrapped.get(), AccessLists.of(rules, daemonName(unwrapped.get()))));
  }

  /** The name under which TCP wrappers know the service once xinetd serves it. */
  private static String daemonName(InetdLine line) {
    if (line.internal()) {
      return line.name().text();
    }
    return InetdLine.baseName(
        line.namedLikeServer()
            ? line.server().orElseThrow().text()
            : line.arguments().getFirst().text());
  }

  private static void remark(InetdLine line, Findings findings) {
    line.limits()
        .perMinute()
        .ifPresent(
            n ->
                findings.warning(
                    line.origin(),
                    "cps",
                    n + " starts within a minute cannot be expressed",
                    n + " within a second are admitted"));
  }

  /** {@code Line N: what}, the form of itox; files other than the input with their name. */
  private static String message(Problem problem) {
    String place =
        problem.origin().source().isEmpty()
            ? problem.origin().line() > 0 ? "Line " + problem.origin().line() + ": " : ""
            : problem.origin() + ": ";
    return place
        + problem.message()
        + (problem.consequence().isEmpty() ? "" : "; " + problem.consequence());
  }
}
