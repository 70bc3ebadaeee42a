package org.jxinetd.access.libwrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceType;

class DaemonNameTest {

  private static ServiceSpec.Builder service() {
    return ServiceSpec.builder("p", "ftp").id("ftp-dmz");
  }

  @Test
  void theAttributeComesFirst() {
    assertEquals(
        "wrap",
        DaemonName.of(
            service().attribute("libwrap", "wrap").attribute("server", "/usr/sbin/x").build()));
  }

  @Test
  void aProgramIsCalledByTheLastPartOfItsPath() {
    assertEquals(
        "in.ftpd", DaemonName.of(service().attribute("server", "/usr/sbin/in.ftpd").build()));
  }

  @Test
  void theFirstArgumentNamesTheProgramWithNameinargs() {
    ServiceSpec.Builder tcpd =
        service()
            .attribute("server", "/usr/sbin/tcpd")
            .attribute("server_args", "/usr/sbin/in.ftpd", "-l");
    assertEquals("in.ftpd", DaemonName.of(tcpd.flag(Flag.NAMEINARGS).build()));
  }

  @Test
  void argumentsDoNotNameTheProgramOtherwise() {
    assertEquals(
        "tcpd",
        DaemonName.of(
            service()
                .attribute("server", "/usr/sbin/tcpd")
                .attribute("server_args", "/usr/sbin/in.ftpd")
                .build()));
  }

  @Test
  void builtInAndRelayedServicesGoByTheirNameNotTheirId() {
    assertEquals("ftp", DaemonName.of(service().type(ServiceType.INTERNAL).build()));
    assertEquals("ftp", DaemonName.of(service().attribute("redirect", "192.0.2.1", "21").build()));
  }
}
