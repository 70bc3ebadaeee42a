package org.jxinetd.host.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jxinetd.host.daemonlog.DaemonLog;
import org.jxinetd.host.start.Options.Option;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MarkerFactory;

/** The daemon's main program: {@code bin/xinetd}. */
public final class Main {

  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  /** Tells the VM which signal it may have for itself; the launcher script sets it. */
  private static final String VM_SIGNAL = "_JAVA_SR_SIGNUM";

  private Main() {}

  /** Runs the daemon; the exit status is that of xinetd(8). */
  public static void main(String[] arguments) {
    Detachment detachment = Detachment.ofProcess();
    int status = start(detachment, arguments);
    detachment.ended(status);
    System.exit(status);
  }

  private static int start(Detachment detachment, String... arguments) {
    try {
      Self.unsetVariable(VM_SIGNAL); // before anybody asks Java for the environment
      return run(detachment, arguments);
    } catch (OsException e) {
      System.err.println("xinetd: " + e.getMessage());
      return 1;
    }
  }

  private static int run(Detachment detachment, String... arguments) {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (UsageException e) {
      System.err.println("xinetd: " + e.getMessage());
      System.err.println(Options.usage());
      return 1;
    }
    if (options.has(Option.VERSION)) {
      System.err.println("jxinetd Version " + version() + " libwrap loadavg");
      return 0;
    }
    if (options.has(Option.SHUTDOWNPROCS)) {
      System.err.println("The shutdownprocs option has been deprecated.");
    }
    try {
      return new Daemon(options, List.of(arguments), home(), version(), detachment).run();
    } catch (IOException | BundleException e) {
      DaemonLog.get().echo(false);
      System.err.println("xinetd: " + e.getMessage());
      if (DaemonLog.get().elsewhere()) {
        LOG.error(MarkerFactory.getMarker("CRITICAL"), "cannot start", e);
      }
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** The tree that holds bin/, bundles/ and lib/; the launcher script says where. */
  private static Path home() {
    return Path.of(System.getProperty("jxinetd.home", ".")).toAbsolutePath().normalize();
  }

  static String version() {
    String version = Main.class.getPackage().getImplementationVersion();
    return version == null ? "0.1.0" : version;
  }
}
