package org.jxinetd.config.form;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.language.AttributeRule;
import org.jxinetd.config.language.AttributeTable;
import org.jxinetd.config.language.Inheritance;
import org.jxinetd.config.language.ValueCheck;
import org.osgi.service.metatype.AttributeDefinition;

class FieldsTest {

  private static List<Field> fields() throws IOException {
    return Fields.of(Manual.read(), Map.of("colour", "org.example.colours", "interface", "x"));
  }

  private static Field field(String name) throws IOException {
    return fields().stream().filter(f -> f.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyAttributeOfAServiceHasHelpFromTheManual() throws IOException {
    List<String> expected = new ArrayList<>(List.of("service"));
    for (AttributeRule rule : AttributeTable.rows()) {
      if (rule.scope().inService()) {
        expected.add(rule.name());
        assertTrue(Manual.read().containsKey(rule.name()), rule.name());
      }
    }
    expected.add("colour");
    assertEquals(expected, fields().stream().map(Field::name).toList());
  }

  @Test
  void typesOptionsAndDefaultsAreThoseOfTheLanguage() throws IOException {
    Field port = field("port");
    assertEquals(AttributeDefinition.INTEGER, port.getType());
    assertEquals("", port.validate("8021"));
    assertTrue(!port.validate("65536").isEmpty() && !port.validate("ftp").isEmpty());
    assertEquals(AttributeDefinition.LONG, field("rpc_number").getType());
    assertEquals(List.of("yes", "no"), field("wait").options());
    assertEquals(List.of("no"), field("disable").byDefault());
    assertEquals(List.of("NEVER"), field("deny_time").byDefault());
    assertEquals(Integer.MAX_VALUE, field("only_from").getCardinality());
    assertEquals(2, field("cps").getCardinality());
    assertEquals(List.of(), field("cps").options());
    assertTrue(field("flags").options().contains("NODELAY"));
    assertTrue(field("log_on_failure").options().contains("ATTEMPT"));
  }

  @Test
  void aFormThatIsSavedAsItWasShownOverridesNoDefaultsEntry() throws IOException {
    for (Field field : fields()) {
      boolean inherited =
          AttributeTable.find(field.name())
              .filter(rule -> rule.inheritance() != Inheritance.NONE)
              .isPresent();
      assertTrue(!inherited || field.byDefault().isEmpty(), field.name());
    }
    assertTrue(field("instances").help().endsWith("that of the defaults entry, else UNLIMITED."));
  }

  @Test
  void everyOptionAndDefaultIsTakenByTheLanguage() throws IOException {
    for (Field field : fields()) {
      List<String> words = new ArrayList<>(field.options());
      words.addAll(field.byDefault());
      for (String word : words) {
        List<String> faults = new ArrayList<>();
        AttributeTable.find(field.name())
            .orElseThrow()
            .values()
            .check(List.of(new Token(word, Origin.NONE)), new Said(faults));
        assertEquals(List.of(), faults, field.name());
      }
    }
  }

  private record Said(List<String> faults) implements ValueCheck.Faults {
    @Override
    public void error(Token at, String message) {
      faults.add(message);
    }

    @Override
    public void warning(Token at, String message, String consequence) {
      faults.add(message);
    }

    @Override
    public void info(Token at, String message, String consequence) {
      faults.add(message);
    }
  }

  @Test
  void attributesOfSingleBundlesAreReadFromTheirParagraphs() {
    Map<String, Manual.Entry> read =
        Manual.parse(
            List.of(
                "",
                "**access_zone** (access-time): the time zone of `access_times`,",
                "  UTC.",
                ""));
    assertEquals("the time zone of access_times, UTC.", read.get("access_zone").help());
  }
}
