package org.jxinetd.handler.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;
import org.osgi.framework.BundleContext;

class ExecHandlersTest {

  private static ExecHandlers handlers() throws Exception {
    BundleContext noProperties =
        (BundleContext)
            Proxy.newProxyInstance(
                ExecHandlersTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> null);
    return new ExecHandlers(noProperties);
  }

  private static ServiceSpec.Builder service() {
    return ServiceSpec.builder("test", "finger")
        .origin(Origin.of("x.conf", 1))
        .attribute("server", "/bin/sh");
  }

  private static ServiceSpec.Builder with(String name, int line, String... words) {
    Origin at = Origin.of("x.conf", line);
    return service()
        .attribute(
            new Attribute(
                name, Arrays.stream(words).map(word -> new Token(word, at)).toList(), at));
  }

  private static void assertRefused(String wanted, ServiceSpec.Builder service) throws Exception {
    ExecHandlers handlers = handlers();
    ConfigException e =
        assertThrows(ConfigException.class, () -> handlers.compile(service.build()));
    assertEquals(wanted + "; service finger not started", e.getMessage());
  }

  @Test
  void saysWhereAndWhyAServiceCannotStart() throws Exception {
    assertRefused("x.conf:2: server: 'sh' is not an absolute path", with("server", 2, "sh"));
    assertRefused("x.conf:3: server: /no/such does not exist", with("server", 3, "/no/such"));
    assertRefused("x.conf:4: server: /etc is not a regular file", with("server", 4, "/etc"));
    assertRefused(
        "x.conf:5: server: /etc/passwd is not executable", with("server", 5, "/etc/passwd"));
    assertRefused("x.conf:6: user: Unknown user: nosuch", with("user", 6, "nosuch"));
    assertRefused("x.conf:7: group: Unknown group: nosuch", with("group", 7, "nosuch"));
    assertRefused("x.conf:8: env: 'A' is not of the form NAME=value", with("env", 8, "A"));
    assertRefused(
        "x.conf:9: nice: 'x' is not a whole number from -2147483648 to 2147483647",
        with("nice", 9, "x"));
    assertRefused(
        "x.conf:10: rlimit_as: '1G' is neither UNLIMITED nor a number of bytes",
        with("rlimit_as", 10, "1G"));
    assertRefused(
        "x.conf:1: flag NAMEINARGS wants the server's name as first word of server_args",
        service().flag(Flag.NAMEINARGS));
  }

  @Test
  void refusesMasksThatAreNotOctalOrTooLarge() throws Exception {
    for (String bad : new String[] {"8", "1000", "7777", "-1", "", "0x1", "00022", "u=rwx"}) {
      assertRefused(
          "x.conf:2: umask: '" + bad + "' is not an octal mask from 0 to 777",
          with("umask", 2, bad));
    }
  }

  @Test
  void triesFiveTimesUnlessToldNotTo() throws Exception {
    ExecHandler handler =
        assertInstanceOf(ExecHandler.class, handlers().compile(with("umask", 2, "0777").build()));
    assertEquals(5, handler.terms().attempts());
    assertEquals(Duration.ofSeconds(5), handler.terms().pause());
    assertEquals("finger", handler.service());
    assertEquals("/bin/sh", handler.server());
    ExecHandler once =
        assertInstanceOf(
            ExecHandler.class, handlers().compile(service().flag(Flag.NORETRY).build()));
    assertEquals(1, once.terms().attempts());
  }
}
