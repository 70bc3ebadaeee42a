package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvidersTest {
  private final Object service = new Object();
  private final Provided<Object> provided =
      new Provided<>(service, "org.example.a", 7, "", Set.of("access_times"), Set.of());
  private final Providers providers = new Providers();

  @Test
  void answersAllQuestionsOfACompilationAlike() {
    Providers before = providers.now();
    providers.add(provided);
    assertFalse(before.owner("access_times").isPresent(), "it came later");
    Providers during = providers.now();
    assertTrue(providers.remove(service).isPresent());
    assertFalse(providers.owner("access_times").isPresent());
    assertTrue(
        during.owner("access_times").isPresent(), "the rule is compiled for whoever was promised");
    assertTrue(provided.gone(), "but nobody is admitted by it");
  }
}
