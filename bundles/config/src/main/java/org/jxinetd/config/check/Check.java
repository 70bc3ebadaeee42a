package org.jxinetd.config.check;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.service.Problem;
import org.jxinetd.config.Loaded;
import org.jxinetd.config.Loader;
import org.jxinetd.config.dump.Dump;
import org.jxinetd.config.system.AccountTable;
import org.jxinetd.config.system.HostTable;

/**
 * Main program of {@code xinetd -check}. The dump goes to standard output, problems to standard
 * error; with {@code -json} one document with both goes to standard output. Exit status: 0 clean or
 * warnings, 1 warnings with {@code -strict}, 2 errors, 64 usage.
 */
public final class Check {

  private static final int USAGE = 64;
  private static final int ERRORS = 2;
  private static final long RESOLVE_MILLIS = 1_000;

  private final Path home;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * @param home the tree with bundles/ and deploy/
   */
  Check(Path home, PrintStream out, PrintStream err) {
    this.home = home;
    this.out = out;
    this.err = err;
  }

  /** Started by bin/xinetd, which has the bundles of the tree on the class path. */
  public static void main(String[] words) throws InterruptedException {
    Path home = Path.of(System.getProperty("jxinetd.home", ".")).toAbsolutePath().normalize();
    boolean colours = Boolean.getBoolean("jxinetd.colours");
    System.exit(new Check(home, System.out, System.err).run(colours, words));
  }

  /** Does it and returns the exit status. */
  int run(boolean colours, String... words) throws InterruptedException {
    Optional<CheckOptions> options = CheckOptions.parse(colours, words);
    if (options.isEmpty()) {
      err.println(CheckOptions.USAGE);
      return USAGE;
    }
    try {
      return run(options.get());
    } catch (IOException e) {
      err.println("xinetd: cannot read the bundles of " + home + ": " + e.getMessage());
      return ERRORS;
    }
  }

  private int run(CheckOptions options) throws IOException, InterruptedException {
    Loader plain = new Loader(Path.of("").toAbsolutePath(), Path.of("/etc"), Loader.defaultLimit());
    Loader loader = options.inetdCompat() ? plain.withInetd(Path.of("/etc/inetd.conf")) : plain;
    PlainReport report = new PlainReport(options.file(), options.colours());
    List<Problem> unreadable = new ArrayList<>();
    Optional<Loaded> loaded =
        loader.load(options.file(), Optional.empty(), unreadable::add, included -> {});
    AccountTable accounts = AccountTable.system();
    Verdict verdict =
        loaded.isPresent() ? verdict(options, accounts, loaded.get()) : nothing(unreadable);
    if (options.json()) {
      out.print(JsonReport.of(verdict, options.strict(), options.dump()));
    } else {
      StringBuilder lines = new StringBuilder();
      verdict.problems().forEach(p -> lines.append(report.line(p)).append('\n'));
      err.print(lines.append("xinetd: ").append(verdict.summary()).append('\n'));
      if (options.dump() && loaded.isPresent()) {
        out.print(
            new Dump(
                    verdict.defaults(),
                    loaded.get().names(),
                    accounts,
                    HostTable.in(Path.of("/etc")),
                    System.getenv())
                .text(verdict.services()));
      }
    }
    out.flush();
    err.flush();
    return verdict.status(options.strict());
  }

  private Verdict verdict(CheckOptions options, AccountTable accounts, Loaded loaded)
      throws IOException, InterruptedException {
    Installed installed = Installed.in(List.of(home.resolve("bundles"), home.resolve("deploy")));
    boolean wrapperRules = !options.nolibwrap() && WrapperRules.in(Path.of("/etc"));
    return new Checker(
            installed, patterns(installed), accounts, wrapperRules, new Resolver(RESOLVE_MILLIS))
        .check(loaded);
  }

  private static Verdict nothing(List<Problem> problems) {
    return new Verdict(
        org.jxinetd.config.merge.Defaults.NONE, List.of(), java.util.Set.of(), 0, 0, problems);
  }

  /**
   * Pattern providers that need nothing but themselves: they tell which patterns are well formed.
   */
  private static List<PatternProvider> patterns(Installed installed) {
    return installed.patternProviders().stream().flatMap(name -> pattern(name).stream()).toList();
  }

  /** Empty for one that needs a framework: its patterns are then known by their kind alone. */
  private static Optional<PatternProvider> pattern(String name) {
    try {
      return Class.forName(name).getConstructor().newInstance() instanceof PatternProvider provider
          ? Optional.of(provider)
          : Optional.empty();
    } catch (ReflectiveOperationException | LinkageError needsAFramework) {
      return Optional.empty();
    }
  }
}
