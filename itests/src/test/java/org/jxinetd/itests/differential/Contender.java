package org.jxinetd.itests.differential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jxinetd.itests.Await;
import org.jxinetd.itests.Sandbox;
import org.jxinetd.itests.Tool;

/** One of the two servers with its files, running one group of cases. */
final class Contender implements AutoCloseable {
  private static final String STAMP = "^\\d\\d/\\d+/\\d+@\\d\\d:\\d\\d:\\d\\d: ";

  private final boolean ours;
  private final Path server;
  private final Path folder;
  private final Case.Group group;
  private final Sheet sheet;
  private Optional<Sandbox> network = Optional.empty();
  private Optional<SyslogReceiver> syslog = Optional.empty();
  private final String user;
  private Process process;

  Contender(boolean ours, Path server, Path folder, Path probe, Case.Group group) {
    this.ours = ours;
    this.server = server;
    this.folder = folder;
    this.group = group;
    this.sheet = new Sheet(group, folder, probe, ours ? "127.1." : "127.0.");
    this.user = sheet.user();
  }

  Path folder() {
    return folder;
  }

  Sheet sheet() {
    return sheet;
  }

  void start() throws IOException {
    Files.createDirectories(folder);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(folder.resolve("xinetd.conf"), sheet.config(false));
    Files.writeString(folder.resolve("hosts.allow"), "");
    Files.writeString(folder.resolve("hosts.deny"), "xtdeny: ALL\n");
    List<String> command = new ArrayList<>();
    if (group.world().network()) {
      network = Optional.of(Sandbox.open());
      network.get().start(folder.resolve("rpcbind.log"), "/usr/sbin/rpcbind", "-f");
      Await.until("rpcbind answers", () -> inside("rpcinfo", "-p").status() == 0);
      command.addAll(List.of(network.get().prefix()));
    }
    command.addAll(List.of("unshare", "-m", "--propagation", "private", "sh", "-c", script(), "-"));
    command.addAll(command("", "-dontfork", "-f", folder.resolve("xinetd.conf").toString()));
    command.addAll(List.of("-pidfile", folder.resolve("pid").toString()));
    command.addAll(group.world().options());
    if (group.world().syslog()) {
      syslog = Optional.of(new SyslogReceiver(folder.resolve("log"), folder.resolve("daemon.log")));
    } else {
      command.addAll(List.of("-filelog", folder.resolve("daemon.log").toString()));
    }
    if (group.world().ordinary()) {
      done("chown", "-R", user + ":" + user, folder.toString());
    }
    ProcessBuilder builder = environment(new ProcessBuilder(command)).directory(folder.toFile());
    process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("console.log").toFile())
            .start();
    awaitDaemon("Started working: \\d+ available service", 1);
  }

  /** Mounts what must be the server's alone, then becomes the server. */
  private String script() throws IOException {
    List<String> steps = new ArrayList<>();
    if (network.isEmpty()) {
      steps.add("mount -t tmpfs none /run"); // the network brings its own
    }
    if (group.cases().stream().anyMatch(one -> !one.etc().isEmpty())) {
      Path etc = Files.createDirectories(folder.resolve("etc"));
      Path more = Files.createDirectories(folder.resolve("etc-more"));
      etc(more, Case::etc);
      steps.add("mount -t tmpfs none '" + etc + "' && cp -a /etc/. '" + etc + "'");
      steps.add("for f in '" + more + "'/*; do cat \"$f\" >>'" + etc + "'/${f##*/}; done");
      steps.add("mount --bind '" + etc + "' /etc");
    }
    for (String name : List.of("hosts.allow", "hosts.deny")) {
      steps.add("mount --bind '" + folder.resolve(name) + "' /etc/" + name);
    }
    if (group.world().syslog()) {
      Path dev = Files.createDirectories(folder.resolve("dev"));
      steps.add("mount -t tmpfs none '" + dev + "'");
      steps.add("cp -a /dev/null /dev/zero /dev/random /dev/urandom '" + dev + "'");
      steps.add("ln -s '" + folder.resolve("log") + "' '" + dev + "/log'");
      steps.add("mount --bind '" + dev + "' /dev");
    }
    if (!group.world().umask().isEmpty()) {
      steps.add("umask " + group.world().umask());
    }
    String become = group.world().ordinary() ? String.join(" ", become()) + " " : "";
    steps.add("exec " + become + "\"$@\"");
    return String.join(" && ", steps);
  }

  private void etc(Path etc, Function<Case, List<String>> lines) throws IOException {
    for (Case one : group.cases()) {
      for (String line : lines.apply(one)) {
        String[] words = line.split(" ", 2);
        Files.writeString(
            etc.resolve(words[0]),
            sheet.fill(one, words[1]).replace("\\t", "\t") + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
    }
  }

  private static void done(String... command) throws IOException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    if (process.onExit().join().exitValue() != 0) {
      throw new AssertionError(String.join(" ", command));
    }
  }

  /** Nothing of the test's own surroundings reaches a server. */
  static ProcessBuilder environment(ProcessBuilder builder) {
    Map<String, String> environment = builder.environment();
    String path = environment.get("PATH");
    String java = environment.get("JAVA_HOME");
    environment.clear();
    environment.put("PATH", path);
    if (java != null) {
      environment.put("JAVA_HOME", java);
    }
    environment.put("PASSED", "yes");
    environment.put("TZ", "UTC");
    return builder;
  }

  /**
   * The command line of this server, with its private places where it has any.
   *
   * @param place tells the places of several servers apart
   */
  List<String> command(String place, String... options) {
    List<String> command = new ArrayList<>(List.of(server.toString()));
    if (ours) {
      command.addAll(List.of("-statedir", folder.resolve("state" + place).toString()));
      command.addAll(List.of("-control", folder.resolve("control" + place).toString()));
    }
    command.addAll(List.of(options));
    return command;
  }

  /** Runs a program in the server's own network to its end. */
  Tool.Result inside(String... command) throws IOException {
    return network.orElseThrow().run(command);
  }

  void reconfigure() throws IOException {
    if (group.cases().stream().allMatch(one -> one.laterActions().isEmpty())) {
      return;
    }
    if (group.later().equals("remove")) {
      Files.delete(folder.resolve("xinetd.conf"));
      signal(group.signal());
      awaitDaemon("reconfiguration failed", 1);
      return;
    }
    Files.writeString(folder.resolve("xinetd.conf"), sheet.config(true));
    etc(Path.of("/proc/" + pid() + "/root/etc"), Case::etcLater);
    signal(group.signal());
    try {
      Await.until(
          "a reconfiguration of " + server,
          () -> !process.isAlive() || daemonLines("Reconfigured: new=") > 0);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + text("daemon.log"), e);
    }
  }

  /** Where the state dump goes: the /run of the server alone, or its state folder. */
  Path dumpFile() throws IOException {
    return ours
        ? folder.resolve("state/xinetd.dump")
        : Path.of("/proc/" + pid() + "/root/run/xinetd.dump");
  }

  /** How the server is, or how it ended. */
  String state() {
    return process.isAlive() ? "the server runs" : "the server ended with " + process.exitValue();
  }

  /** Waits for the end. */
  void awaitEnd() throws IOException {
    Await.until("the end of " + server, () -> !process.isAlive());
  }

  long pid() throws IOException {
    return Long.parseLong(Files.readString(folder.resolve("pid")).strip());
  }

  void signal(String name) throws IOException {
    done("kill", "-" + name, Long.toString(pid()));
  }

  private List<String> become() {
    return List.of("setpriv", "--reuid", user, "--regid", user, "--clear-groups");
  }

  /** No more processes for the server and those that work for it. */
  void forbidProcesses() throws IOException {
    for (String pid : Tool.run(Tool.path("pgrep"), "-U", user).ok().output().split("\\s+")) {
      List<String> command = new ArrayList<>(become());
      command.addAll(List.of("prlimit", "--pid", pid, "--nproc=1:1"));
      done(command.toArray(String[]::new));
    }
  }

  void awaitDaemon(String regex, int times) throws IOException {
    try {
      Await.until(
          regex + " from " + server,
          () -> {
            if (!process.isAlive()) {
              throw new AssertionError(server + " ended");
            }
            return daemonLines(regex) >= times;
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\n" + text("daemon.log") + text("console.log"), e);
    }
  }

  long daemonLines(String regex) throws IOException {
    return text("daemon.log").lines().filter(line -> line.matches(".*" + regex + ".*")).count();
  }

  String text(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file)
        ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
        : "";
  }

  /** The service log's lines about a case. */
  List<String> log(Case one) throws IOException {
    List<String> out = new ArrayList<>();
    for (String line : text("service.log").lines().toList()) {
      String plain = line.replaceFirst(STAMP, "");
      if (plain.matches("[A-Z]+: " + one.tag() + "[\\w-]+( .*)?")) {
        out.add(sheet.normal(one, plain));
      }
    }
    return out;
  }

  @Override
  public void close() throws IOException {
    try {
      if (process != null) {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } finally {
      syslog.ifPresent(SyslogReceiver::close);
      network.ifPresent(Sandbox::close);
    }
  }
}
