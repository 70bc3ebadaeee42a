package org.jxinetd.handler.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;

class CommandPartsTest {

  private static ServiceSpec.Builder service() {
    return ServiceSpec.builder("test", "finger").origin(Origin.NONE);
  }

  @Test
  void putsTheBaseNameBeforeTheArguments() throws ConfigException {
    ServiceSpec spec = service().attribute("server_args", "-l", "-x").build();
    assertEquals(List.of("in.fingerd", "-l", "-x"), Arguments.of(spec, "/usr/sbin/in.fingerd"));
  }

  @Test
  void takesTheNameFromTheArgumentsWithNameInArgs() throws ConfigException {
    ServiceSpec spec =
        service().flag(Flag.NAMEINARGS).attribute("server_args", "other", "-l").build();
    assertEquals(List.of("other", "-l"), Arguments.of(spec, "/usr/sbin/tcpd"));
  }

  @Test
  void refusesNameInArgsWithoutArguments() {
    ServiceSpec spec = service().flag(Flag.NAMEINARGS).build();
    assertThrows(ConfigException.class, () -> Arguments.of(spec, "/usr/sbin/tcpd"));
  }

  private static List<String> fixed(ServiceSpec spec, Map<String, String> daemon)
      throws ConfigException {
    return Environment.of(spec, daemon).fixed();
  }

  private static Request request(ServiceSpec spec, Optional<Endpoint> peer) {
    Endpoint local = new Endpoint(Address.inet(0x7f000002), 79);
    return new Request(spec, peer, Optional.of(local), Instant.EPOCH);
  }

  @Test
  void inheritsEverythingUnlessPassenvIsGiven() throws ConfigException {
    Map<String, String> daemon = Map.of("A", "1");
    assertEquals(List.of("A=1"), fixed(service().build(), daemon));
    assertEquals(List.of(), fixed(service().attribute("passenv").build(), daemon));
  }

  @Test
  void letsEnvWinOverPassedVariables() throws ConfigException {
    ServiceSpec spec =
        service().attribute("passenv", "A", "C").attribute("env", "A=2", "E==").build();
    assertEquals(List.of("A=2", "E=="), fixed(spec, Map.of("A", "1", "B", "1")));
  }

  @Test
  void refusesEnvWithoutEqualsSign() throws ConfigException {
    for (String bad : List.of("x", "", "REMOTE_HOST")) {
      ServiceSpec spec = service().attribute("env", bad).build();
      assertThrows(ConfigException.class, () -> Environment.of(spec, Map.of()), bad);
    }
    ServiceSpec nameless = service().attribute("env", "=x", "A=").build(); // as xinetd takes it
    assertEquals(List.of("=x", "A="), fixed(nameless, Map.of()));
  }

  @Test
  void letsTheClientsAddressWin() throws ConfigException {
    ServiceSpec spec = service().attribute("env", "REMOTE_HOST=x").build();
    Environment environment = Environment.of(spec, Map.of("REMOTE_HOST", "y"));
    assertEquals(List.of(), environment.fixed());
    Endpoint peer = new Endpoint(Address.inet(0x7f000001), 9);
    assertEquals(
        Map.of(
            "REMOTE_HOST", "127.0.0.1",
            "REMOTE_PORT", "9",
            "LOCAL_ADDR", "127.0.0.2",
            "LOCAL_PORT", "79",
            "SERVICE_ID", "finger",
            "L", "1"),
        environment.ofSession(
            request(spec, Optional.of(peer)), Map.of("REMOTE_HOST", "z", "L", "1")));
    assertEquals(
        Map.of(
            "REMOTE_HOST", "<no address>",
            "LOCAL_ADDR", "127.0.0.2",
            "LOCAL_PORT", "79",
            "SERVICE_ID", "finger"),
        environment.ofSession(request(spec, Optional.empty()), Map.of()));
  }

  @Test
  void keepsWhatEnvSaysOfTheSessionAndNothingThatTheDaemonInherited() throws ConfigException {
    ServiceSpec spec =
        service().attribute("env", "SERVICE_ID=mine", "LOCAL_PORT=1", "REMOTE_PORT=2").build();
    Environment environment =
        Environment.of(spec, Map.of("LOCAL_ADDR", "10.0.0.1", "REMOTE_PORT", "7", "A", "1"));
    assertEquals(
        List.of("A=1", "SERVICE_ID=mine", "LOCAL_PORT=1", "REMOTE_PORT=2"), environment.fixed());
    Endpoint peer = new Endpoint(Address.inet(0x7f000001), 9);
    assertEquals(
        Map.of("REMOTE_HOST", "127.0.0.1", "LOCAL_ADDR", "127.0.0.2"),
        environment.ofSession(request(spec, Optional.of(peer)), Map.of()));
  }

  @Test
  void takesAnExecutableFileOnly(@TempDir Path folder) throws Exception {
    Path file = Files.createFile(folder.resolve("server"));
    assertRefused(file, "is not executable");
    assertTrue(file.toFile().setExecutable(true));
    assertEquals(
        file.toString(), Program.of(service().attribute("server", file.toString()).build()));
    assertRefused(folder, "is not a regular file");
    assertRefused(folder.resolve("absent"), "does not exist");
    assertRefused(Path.of("server"), "is not an absolute path");
    assertThrows(ConfigException.class, () -> Program.of(service().build()));
  }

  private static void assertRefused(Path path, String reason) {
    ServiceSpec spec = service().attribute("server", path.toString()).build();
    ConfigException e = assertThrows(ConfigException.class, () -> Program.of(spec));
    assertTrue(e.getMessage().contains(reason), e.getMessage());
  }
}
