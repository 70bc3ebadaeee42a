package org.jxinetd.handler.tcpmux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SuperServer;

class MuxHandlerTest {

  private final List<Running> started = new ArrayList<>();

  private static ServiceSpec service(String name, ServiceType... types) {
    return ServiceSpec.builder("pid~" + name, name).type(types).build();
  }

  private static SuperServer.ServiceStatus status(ServiceSpec spec, ServiceState state) {
    return new SuperServer.ServiceStatus(spec, state, Optional.empty(), 0);
  }

  private static SuperServer server() {
    ServiceState up = new ServiceState.Listening();
    ServiceState broken =
        new ServiceState.Failed(List.of(Problem.error(Origin.NONE, "", "no", "none")));
    List<SuperServer.ServiceStatus> services =
        List.of(
            status(service("plain"), up),
            status(service("m", ServiceType.TCPMUX, ServiceType.UNLISTED), up),
            status(service("Plus", ServiceType.TCPMUXPLUS, ServiceType.UNLISTED), up),
            status(service("broken", ServiceType.TCPMUX), broken));
    return (SuperServer)
        Proxy.newProxyInstance(
            MuxHandlerTest.class.getClassLoader(),
            new Class<?>[] {SuperServer.class},
            (proxy, method, arguments) -> {
              assertEquals("services", method.getName());
              return services;
            });
  }

  private Object start(Running server) {
    started.add(server);
    return null; // what a void method returns
  }

  private Outcome serve(FakeConnection client) throws IOException {
    MuxHandler handler =
        new MuxHandler(
            new Directory(server()), new NameLine(System::nanoTime), Duration.ofSeconds(30));
    Exchange exchange =
        (Exchange)
            Proxy.newProxyInstance(
                MuxHandlerTest.class.getClassLoader(),
                new Class<?>[] {Exchange.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "connection" -> client;
                      case "started" -> start((Running) arguments[0]);
                      case "request" ->
                          new Request(
                              service("tcpmux"), Optional.empty(), Optional.empty(), Instant.EPOCH);
                      default -> throw new AssertionError(method);
                    });
    Outcome outcome = handler.serve(exchange);
    assertEquals(1, started.size());
    return outcome;
  }

  @Test
  void handsAClientToTheServiceItNamesIgnoringCase() throws IOException {
    assertEquals(
        new Outcome.HandedOver("pid~Plus", "+Go\r\n", "-Service not available\r\n"),
        serve(new FakeConnection("PLUS\r\n", true)));
  }

  @Test
  void leavesTheAnswerToAServiceOfTypeTcpmux() throws IOException {
    FakeConnection client = new FakeConnection("m\r\n", true);
    assertEquals(new Outcome.HandedOver("pid~m", "", "-Service not available\r\n"), serve(client));
    assertEquals("", client.got());
  }

  @Test
  void listsNamesForHelp() throws IOException {
    FakeConnection client = new FakeConnection("HELP\r\n", false);
    assertEquals(new Outcome.Served(), serve(client));
    assertEquals("m\r\nPlus\r\n", client.got());
    assertTrue(client.ended);
  }

  @Test
  void keepsOrdinaryUnknownAndFailedServicesOutOfReach() throws IOException {
    for (String name : List.of("plain", "nosuch", "broken", "tcpmux")) {
      started.clear();
      FakeConnection client = new FakeConnection(name + "\r\nmore", false);
      assertEquals(new Outcome.Served(), serve(client));
      assertEquals("-Service not available\r\n", client.got());
    }
  }

  @Test
  void saysWhatIsWrongWithAName() throws IOException {
    FakeConnection client = new FakeConnection("two words\r\n", false);
    assertEquals(new Outcome.Served(), serve(client));
    assertEquals("-Malformed service name\r\n", client.got());
  }

  @Test
  void refusesAConfigurationThatMakesNoSense() {
    Tcpmux tcpmux = new Tcpmux(server());
    assertThrows(
        ConfigException.class,
        () -> tcpmux.compile(service("tcpmux", ServiceType.INTERNAL, ServiceType.TCPMUX)));
    ServiceSpec late =
        ServiceSpec.builder("pid~tcpmux", "tcpmux").attribute("tcpmux_timeout", "0").build();
    assertThrows(ConfigException.class, () -> tcpmux.compile(late));
  }
}
