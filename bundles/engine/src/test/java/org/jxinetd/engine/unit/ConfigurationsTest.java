package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceSpec;

class ConfigurationsTest {

  private static final String PID = "org.jxinetd.service~x";
  private final Configurations configurations = new Configurations();

  ConfigurationsTest() {
    configurations.compiler(Optional.of(ConfigurationsTest::compile));
  }

  /** {@code state} says what becomes of a configuration. */
  private static ServiceCompiler.Result compile(String pid, Map<String, ?> properties) {
    return switch ((String) properties.get("state")) {
      case "good" ->
          new ServiceCompiler.Result(
              Optional.of(
                  ServiceSpec.builder(pid, "x").source(ServiceSpec.Source.ADMIN).port(9).build()),
              List.of());
      case "off" -> new ServiceCompiler.Result(Optional.empty(), List.of());
      default ->
          new ServiceCompiler.Result(
              Optional.empty(), List.of(Problem.error(Origin.NONE, "port", "bad", "")));
    };
  }

  private Optional<ServiceSpec> after(String state) {
    configurations.put(PID, Map.of("state", state));
    return Optional.ofNullable(configurations.wanted().get(PID));
  }

  @Test
  void aBrokenChangeLeavesTheLastGoodDefinitionAndMarksIt() {
    assertFalse(after("good").orElseThrow().lastGood());
    ServiceSpec kept = after("broken").orElseThrow();
    assertTrue(kept.lastGood());
    assertEquals(9, kept.port().getAsInt());
    assertFalse(after("good").orElseThrow().lastGood());
  }

  @Test
  void aServiceThatIsSwitchedOffIsNotWantedAnyMore() {
    after("good");
    assertEquals(Optional.empty(), after("off"));
    assertEquals(Optional.empty(), after("broken"), "and is not revived by a mistake");
  }
}
