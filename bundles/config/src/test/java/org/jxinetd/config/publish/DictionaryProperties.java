package org.jxinetd.config.publish;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.config.language.AttributeRule;
import org.jxinetd.config.language.AttributeTable;
import org.jxinetd.config.merge.Defaults;
import org.jxinetd.config.system.SystemNames;
import org.jxinetd.config.text.Switches;

/** Whatever a client of Config Admin writes: nothing throws, and nothing is left out in silence. */
class DictionaryProperties {

  private static final String PID = "org.jxinetd.service~any";

  private final DictionaryCompiler compiler =
      new DictionaryCompiler(
          new DictionaryCompiler.Context(
              Defaults.NONE, SystemNames.in(Path.of("/nonexistent")), Map.of(), Switches.NONE));

  @Provide
  Arbitrary<Map<String, Object>> dictionaries() {
    List<String> keys = new ArrayList<>(List.of("service", "x", ".origin", ".origin.port", ""));
    for (AttributeRule rule : AttributeTable.rows()) {
      keys.add(rule.name());
    }
    Arbitrary<String> words =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.of(
                "yes", "no", "UNLISTED", "INTERNAL", "RPC", "stream", "tcp", "7", "a 8"));
    Arbitrary<Object> values =
        Arbitraries.oneOf(
            words.map(word -> (Object) word),
            words.array(String[].class).ofMaxSize(4).map(array -> (Object) array),
            Arbitraries.integers().map(number -> (Object) number),
            Arbitraries.doubles().map(number -> (Object) number),
            Arbitraries.of(true, false).map(yes -> (Object) yes),
            Arbitraries.integers().array(int[].class).ofMaxSize(3).map(array -> (Object) array),
            words.list().ofMaxSize(3).map(list -> (Object) list));
    return Arbitraries.maps(Arbitraries.of(keys), values).ofMaxSize(20);
  }

  @Property(tries = 2000)
  void nothingThrowsAndEveryRefusalIsExplained(
      @ForAll("dictionaries") Map<String, Object> properties) {
    Map<String, Object> complete = new HashMap<>(properties);
    complete.putIfAbsent("service", "any");
    ServiceCompiler.Result result = compiler.compile(PID, complete);
    boolean explained =
        result.problems().stream()
            .anyMatch(
                p -> p.severity() == Problem.Severity.ERROR || p.message().endsWith("is disabled"));
    assertTrue(result.service().isPresent() || explained, () -> "silent: " + complete);
  }
}
