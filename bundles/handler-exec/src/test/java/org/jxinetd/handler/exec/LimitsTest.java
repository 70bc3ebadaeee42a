package org.jxinetd.handler.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.ResourceLimit;
import org.jxinetd.linux.ResourceLimit.Resource;

class LimitsTest {

  private static final Map<String, Resource> NAMES =
      Map.of(
          "rlimit_files", Resource.NOFILE,
          "rlimit_as", Resource.AS,
          "rlimit_cpu", Resource.CPU,
          "rlimit_data", Resource.DATA,
          "rlimit_rss", Resource.RSS,
          "rlimit_stack", Resource.STACK);

  private static List<ResourceLimit> limits(String name, String value) throws ConfigException {
    return Limits.of(
        ServiceSpec.builder("test", "finger")
            .origin(Origin.of("x.conf", 9))
            .attribute(name, value)
            .build());
  }

  private static void assertLimit(long wanted, String name, String value) throws ConfigException {
    assertEquals(
        List.of(new ResourceLimit(NAMES.get(name), wanted, wanted)), limits(name, value), value);
  }

  @Test
  void takesPlainNumbersAndUnlimitedForEach() throws ConfigException {
    for (String name : NAMES.keySet()) {
      assertLimit(4096, name, "4096");
      assertLimit(ResourceLimit.UNLIMITED, name, "UNLIMITED");
      assertLimit(ResourceLimit.UNLIMITED, name, "unlimited");
      assertEquals(List.of(), limits(name, "0"), "0 sets nothing");
    }
  }

  @Test
  void multipliesBySuffixes() throws ConfigException {
    for (String name : NAMES.keySet()) {
      if (!name.equals("rlimit_cpu")) {
        assertLimit(8192, name, "8k");
        assertLimit(8192, name, "8K");
        assertLimit(3 << 20, name, "3m");
        assertLimit(3 << 20, name, "3M");
        assertLimit(999_999_999_999L << 20, name, "999999999999M");
        assertEquals(List.of(), limits(name, "0k"));
      }
    }
  }

  @Test
  void refusesEverythingElse() {
    for (String name : NAMES.keySet()) {
      for (String bad :
          List.of("", "-1", "+1", "k", "1G", "1kk", "1 k", "0x10", "1.5", "9999999999999", "٣")) {
        ConfigException e =
            assertThrows(ConfigException.class, () -> limits(name, bad), name + " " + bad);
        String text = e.problems().getFirst().toString();
        assertTrue(text.startsWith("x.conf:9: " + name + ": '" + bad + "' is neither "), text);
        assertTrue(text.endsWith("; service finger not started"), text);
      }
    }
  }

  @Test
  void knowsNoSuffixesOfSeconds() {
    assertThrows(ConfigException.class, () -> limits("rlimit_cpu", "1k"));
    assertThrows(ConfigException.class, () -> limits("rlimit_cpu", "1M"));
  }

  @Test
  void setsAllInOneOrder() throws ConfigException {
    ServiceSpec.Builder all = ServiceSpec.builder("test", "finger");
    NAMES.keySet().forEach(name -> all.attribute(name, "7"));
    assertEquals(
        List.of(
            Resource.NOFILE,
            Resource.AS,
            Resource.CPU,
            Resource.DATA,
            Resource.RSS,
            Resource.STACK),
        Limits.of(all.build()).stream().map(ResourceLimit::resource).toList());
  }
}
