package org.jxinetd.itests.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.itests.Await;
import org.jxinetd.itests.Client;
import org.jxinetd.itests.Conf;
import org.jxinetd.itests.Ports;
import org.jxinetd.itests.ProcFs;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** What an administrator does to a running server: Config Admin and the Gogo shell. */
@Tag("ours")
class AdministrationIT {
  private static final int FROM_FILE = port();

  @RegisterExtension
  static final InsideFramework FRAMEWORK =
      new InsideFramework(
          Conf.entry("defaults", "only_from = 127.0.0.1")
              + Conf.entry(
                  "service echo",
                  "type = INTERNAL UNLISTED",
                  "socket_type = stream",
                  "protocol = tcp",
                  "wait = no",
                  "flags = IPv4",
                  "port = " + FROM_FILE));

  private static int port() {
    try {
      return Ports.free();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dictionary<String, Object> echo(String id, int port) {
    return internal("echo", id, port);
  }

  @SuppressWarnings("JdkObsolete") // the only public Dictionary
  private static Dictionary<String, Object> internal(String name, String id, int port) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("service", name);
    properties.put("id", id);
    properties.put("type", new String[] {"INTERNAL", "UNLISTED"});
    properties.put("flags", "IPv4");
    properties.put("socket_type", "stream");
    properties.put("protocol", "tcp");
    properties.put("wait", "no");
    properties.put("port", Integer.toString(port));
    return new java.util.Hashtable<>(properties);
  }

  private static List<SuperServer.ServiceStatus> named(String id) {
    return FRAMEWORK.service(SuperServer.class).services().stream()
        .filter(s -> s.service().id().equals(id))
        .toList();
  }

  @Test
  void aServiceComesChangesAndGoesThroughConfigAdmin() throws Exception {
    Await.until("the file's service listens", () -> ProcFs.listening(FROM_FILE));
    int first = Ports.free();
    Configuration configuration =
        FRAMEWORK
            .service(ConfigurationAdmin.class)
            .createFactoryConfiguration("org.jxinetd.service", "?");
    configuration.update(echo("added", first));
    Await.until("the new service listens", () -> ProcFs.listening(first));
    assertEquals("hello", Client.exchange(first, "hello"));
    int second = Ports.free();
    configuration.update(echo("added", second));
    Await.until("it has moved", () -> ProcFs.listening(second) && !ProcFs.listening(first));
    configuration.delete();
    Await.until("it is gone", () -> !ProcFs.listening(second) && named("added").isEmpty());
    assertEquals("still", Client.exchange(FROM_FILE, "still"));
  }

  @Test
  void defaultsOfTheFileHoldForServicesOfConfigAdmin() throws Exception {
    int port = Ports.free();
    Configuration configuration =
        FRAMEWORK
            .service(ConfigurationAdmin.class)
            .createFactoryConfiguration("org.jxinetd.service", "?");
    configuration.update(echo("restricted", port));
    Await.until(
        "it listens, and is known to",
        () -> ProcFs.listening(port) && !named("restricted").isEmpty());
    assertEquals(List.of("127.0.0.1"), named("restricted").getFirst().service().words("only_from"));
    configuration.delete();
    Await.until("it is gone", () -> !ProcFs.listening(port));
  }

  @Test
  void aServiceWithoutItsProviderWaitsAndSaysForWhat() throws Exception {
    Configuration configuration =
        FRAMEWORK
            .service(ConfigurationAdmin.class)
            .createFactoryConfiguration("org.jxinetd.service", "?");
    configuration.update(internal("nosuchservice", "odd", Ports.free()));
    Await.until("it is known", () -> !named("odd").isEmpty());
    ServiceState state = named("odd").getFirst().state();
    assertTrue(state.describe().contains("nosuchservice/stream"), state.describe());
    configuration.delete();
    Await.until("it is gone", () -> named("odd").isEmpty());
  }

  @Test
  void theShellShowsServicesAndReloads() throws Exception {
    Await.until("the file's service listens", () -> ProcFs.listening(FROM_FILE));
    assertTrue(shell("xinetd:services").contains(":" + FROM_FILE));
    assertTrue(shell("xinetd:servers").length() > 0);
    assertTrue(shell("xinetd:reload").contains("kept"));
  }

  @Test
  void anAdministratorsDefinitionHidesThatOfTheFileAndReloadSaysSo() throws Exception {
    Await.until("the file's service listens", () -> ProcFs.listening(FROM_FILE));
    int port = Ports.free();
    Configuration configuration =
        FRAMEWORK
            .service(ConfigurationAdmin.class)
            .createFactoryConfiguration("org.jxinetd.service", "?");
    configuration.update(echo("echo", port));
    Await.until("it is served there", () -> ProcFs.listening(port));
    Await.until("and not where the file says", () -> !ProcFs.listening(FROM_FILE));
    assertTrue(shell("xinetd:services").contains("(Config Admin)"));
    String reload = shell("xinetd:reload");
    assertTrue(reload.contains(configuration.getPid() + " as well; that one wins"), reload);
    configuration.delete();
    Await.until("the file's is back", () -> ProcFs.listening(FROM_FILE));
    assertTrue(!shell("xinetd:reload").contains("as well"));
  }

  @Test
  void switchingAServiceOffThroughConfigAdminEndsIt() throws Exception {
    int port = Ports.free();
    Configuration configuration =
        FRAMEWORK
            .service(ConfigurationAdmin.class)
            .createFactoryConfiguration("org.jxinetd.service", "?");
    configuration.update(echo("off", port));
    Await.until("it listens", () -> ProcFs.listening(port));
    Dictionary<String, Object> off = echo("off", port);
    off.put("port", "many");
    configuration.update(off);
    Await.until(
        "it goes on as it was",
        () -> !named("off").isEmpty() && named("off").getFirst().service().lastGood());
    assertTrue(ProcFs.listening(port));
    off = echo("off", port);
    off.put("disable", "yes");
    configuration.update(off);
    Await.until("it is gone", () -> !ProcFs.listening(port) && named("off").isEmpty());
    configuration.delete();
  }

  @Test
  void theShellChecksTheFilesAgainstTheBundlesThatRun() throws Exception {
    assertTrue(shell("xinetd:check").contains("1 service, 1 ready; 0 errors"));
  }

  private static String shell(String command) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    CommandProcessor processor = FRAMEWORK.service(CommandProcessor.class);
    ByteArrayInputStream none = new ByteArrayInputStream(new byte[0]);
    try (CommandSession session = processor.createSession(none, print, print)) {
      session.execute(command);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
