package org.jxinetd.config.publish;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.ConfigurationText;
import org.jxinetd.api.service.DeployedFiles;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.Loaded;
import org.jxinetd.config.Loader;
import org.jxinetd.config.dump.Dump;
import org.jxinetd.config.merge.Defaults;
import org.jxinetd.config.system.AccountTable;
import org.jxinetd.config.system.HostTable;
import org.jxinetd.config.system.SystemNames;
import org.jxinetd.config.text.Switches;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The front end for xinetd.conf: publishes the files named by the framework property {@value
 * #CONFIG} and compiles configurations of every source. The first reading happens when the
 * component starts.
 */
@Component(immediate = true, property = DeployedFiles.EXTENSION + "=" + FrontEnd.DROPPED)
public final class FrontEnd implements ServiceCompiler, Reloader, ConfigurationText, DeployedFiles {

  /** Files with services in the deploy folder end like this. */
  static final String DROPPED = ".xinetd";

  /** Framework property: absolute path of the main file. */
  static final String CONFIG = "org.jxinetd.config";

  /** Framework property: path of an inetd.conf to read as well. */
  static final String INETD = "org.jxinetd.inetd";

  /** Framework property: absolute path of the state folder. */
  static final String STATE = "org.jxinetd.statedir";

  /** Framework property: {@code true} prints the configuration after the first reading. */
  static final String DEBUG = "org.jxinetd.debug";

  /** Framework property: {@code true} reads the files again whenever they change. */
  static final String WATCH = "org.jxinetd.watch";

  private final DictionaryCompiler compiler;
  private final FileReloader reloader;
  private final Publisher publisher;
  private volatile List<DeployedFiles.File> dropped = List.of();
  private final Optional<FileWatch> watch;

  @Activate
  public FrontEnd(BundleContext context, @Reference ConfigurationAdmin admin) throws IOException {
    String configured = context.getProperty(CONFIG);
    String main = configured == null ? "/etc/xinetd.conf" : configured;
    Loader plain = new Loader(Path.of("").toAbsolutePath(), Path.of("/etc"), Loader.defaultLimit());
    String inetd = context.getProperty(INETD);
    Loader files = plain.withDropped(() -> dropped);
    Loader loader = inetd == null ? files : files.withInetd(Path.of(inetd));
    compiler =
        new DictionaryCompiler(
            new DictionaryCompiler.Context(Defaults.NONE, loader.names(), Map.of(), Switches.NONE));
    publisher = new Publisher(admin);
    reloader =
        new FileReloader(
            main,
            loader,
            publisher,
            compiler,
            new DaemonLog(),
            new SwitchFile(Optional.ofNullable(context.getProperty(STATE)).map(Path::of)));
    Optional<Loaded> first = reloader.first();
    if (Boolean.parseBoolean(context.getProperty(DEBUG))) {
      first.ifPresent(FrontEnd::print);
    }
    watch =
        Boolean.parseBoolean(context.getProperty(WATCH))
            ? Optional.of(new FileWatch(Path.of("").toAbsolutePath(), reloader))
            : Optional.empty();
  }

  @Deactivate
  void deactivate() {
    watch.ifPresent(FileWatch::close);
  }

  /** On the terminal, as xinetd does with -d. */
  private static void print(Loaded loaded) {
    System.out.print(dump(loaded.defaults(), loaded.names()).text(loaded.services()));
    System.out.flush();
  }

  private static Dump dump(Defaults defaults, SystemNames names) {
    return new Dump(
        defaults, names, AccountTable.system(), HostTable.in(Path.of("/etc")), System.getenv());
  }

  @Override
  public String defaults() {
    return dump(reloader.defaults(), reloader.names()).defaults();
  }

  @Override
  public String service(ServiceSpec service) {
    return dump(reloader.defaults(), reloader.names()).service(service);
  }

  @Override
  public ServiceCompiler.Result compile(String pid, Map<String, ?> properties) {
    return compiler.compile(pid, properties);
  }

  @Override
  public Reloader.Report turn(String id, boolean on) {
    return reloader.turn(id, on);
  }

  @Override
  public List<Reloader.Written> written() {
    return reloader.written();
  }

  @Override
  public void deployed(List<DeployedFiles.File> files) {
    if (files.isEmpty() && dropped.isEmpty() && !publisher.spares()) {
      return; // there were none, and there are none
    }
    dropped = List.copyOf(files);
    reloader.reload(false);
  }

  @Override
  public Reloader.Report reload(boolean dryRun) {
    return reloader.reload(dryRun);
  }
}
