package org.jxinetd.config.check;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.PatternProvider;
import org.jxinetd.api.service.ConfigurationCheck;
import org.jxinetd.api.service.Problem;
import org.jxinetd.config.Loaded;
import org.jxinetd.config.Loader;
import org.jxinetd.config.system.AccountTable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The check of the files of a running server, against the bundles that run in it. */
@Component
public final class RunningCheck implements ConfigurationCheck {

  private static final long RESOLVE_MILLIS = 1_000;
  private static final Path ETC = Path.of("/etc");

  private final BundleContext context;
  private final String main;

  /** Remembers which files are the server's. */
  @Activate
  public RunningCheck(BundleContext context) {
    this.context = context;
    String configured = context.getProperty("org.jxinetd.config");
    this.main = configured == null ? "/etc/xinetd.conf" : configured;
  }

  @Override
  public Result check() throws InterruptedException {
    Loader plain = new Loader(Path.of("").toAbsolutePath(), ETC, Loader.defaultLimit());
    String inetd = context.getProperty("org.jxinetd.inetd");
    Loader loader = inetd == null ? plain : plain.withInetd(Path.of(inetd));
    List<Problem> unreadable = new ArrayList<>();
    Optional<Loaded> loaded = loader.load(main, Optional.empty(), unreadable::add, path -> {});
    if (loaded.isEmpty()) {
      return new Result(unreadable, 0, 0, 0);
    }
    boolean nolibwrap = Boolean.parseBoolean(context.getProperty("org.jxinetd.nolibwrap"));
    Collection<ServiceReference<PatternProvider>> references = patternProviders();
    List<PatternProvider> patterns = new ArrayList<>();
    try {
      for (ServiceReference<PatternProvider> reference : references) {
        Optional.ofNullable(context.getService(reference)).ifPresent(patterns::add);
      }
      Verdict verdict =
          new Checker(
                  Installed.in(context.getBundles()),
                  patterns,
                  AccountTable.system(),
                  !nolibwrap && WrapperRules.in(ETC),
                  new Resolver(RESOLVE_MILLIS))
              .check(loaded.get());
      return new Result(verdict.problems(), verdict.declared(), verdict.ready(), verdict.files());
    } finally {
      references.forEach(context::ungetService);
    }
  }

  private Collection<ServiceReference<PatternProvider>> patternProviders() {
    try {
      return context.getServiceReferences(PatternProvider.class, null);
    } catch (InvalidSyntaxException noFilter) {
      throw new IllegalStateException(noFilter);
    }
  }
}
