package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.engine.flow.Specs;

class TcpdTest {

  private static Optional<String> daemon(ServiceSpec.Builder service) {
    return Tcpd.asks(service.build()).map(s -> s.word("libwrap").orElseThrow());
  }

  private static ServiceSpec.Builder finger(String server, String... arguments) {
    ServiceSpec.Builder service = Specs.service("finger").attribute("server", server);
    return arguments.length == 0 ? service : service.attribute("server_args", arguments);
  }

  @Test
  void tcpdAsksUnderTheNameItIsCalledBy() {
    assertEquals(
        Optional.of("in.fingerd"),
        daemon(finger("/usr/sbin/tcpd", "/usr/sbin/in.fingerd", "-w").flag(Flag.NAMEINARGS)));
    assertEquals(Optional.of("tcpd"), daemon(finger("/usr/sbin/tcpd", "in.fingerd")));
    assertEquals(Optional.of("tcpd"), daemon(finger("/usr/sbin/tcpd").flag(Flag.NAMEINARGS)));
  }

  @Test
  void otherServersAskNothing() {
    assertEquals(Optional.empty(), daemon(finger("/usr/sbin/in.fingerd")));
    assertEquals(Optional.empty(), daemon(Specs.service("s")));
    assertEquals(Optional.empty(), daemon(finger("/usr/sbin/tcpd").type(ServiceType.INTERNAL)));
    assertEquals(
        Optional.empty(), daemon(finger("/usr/sbin/tcpd").attribute("redirect", "::1", "7")));
  }

  @Test
  void whatTcpdAsksIsAskedWithoutTheFlagsOfTheService() {
    ServiceSpec asked =
        Tcpd.asks(finger("/usr/sbin/tcpd").flag(Flag.NOLIBWRAP).build()).orElseThrow();
    assertEquals(false, asked.has(Flag.NOLIBWRAP));
    assertEquals("finger", asked.id());
    assertEquals("/etc/xinetd.d/finger:1", asked.origin().toString());
  }
}
