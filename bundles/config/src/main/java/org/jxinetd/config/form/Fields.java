package org.jxinetd.config.form;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.config.language.AttributeRule;
import org.jxinetd.config.language.AttributeTable;
import org.jxinetd.config.language.Inheritance;

/** The lines of the form, out of the attribute table and the manual. */
final class Fields {

  private static final Pattern RANGE = Pattern.compile("(-?[0-9]{1,12})(?:-| to )([0-9]{1,12})");
  private static final Pattern CHOICE = Pattern.compile("[a-z_]+(, [a-z_]+)+");
  private static final Pattern SET = Pattern.compile("[A-Z0-9]+( [A-Z0-9]+)+");

  private Fields() {}

  /**
   * One for each attribute that a service may have.
   *
   * @param manual what is said of each
   * @param owned attributes of bundles, with the bundles' names
   */
  static List<Field> of(Map<String, Manual.Entry> manual, Map<String, String> owned) {
    Map<String, Field> fields = new LinkedHashMap<>();
    String name = ServiceCompiler.NAME_KEY;
    fields.put(
        name,
        new Field(
            name,
            "Name of the service, as behind the keyword service in xinetd.conf.",
            1,
            Optional.empty(),
            List.of(),
            List.of()));
    for (AttributeRule rule : AttributeTable.rows()) {
      if (rule.scope().inService()) {
        Manual.Entry entry =
            manual.getOrDefault(rule.name(), new Manual.Entry("", "", "", rule.name()));
        fields.put(rule.name(), standard(rule, entry));
      }
    }
    owned.forEach(
        (attribute, bundle) -> {
          Manual.Entry entry = manual.get(attribute);
          String help = entry == null ? "An attribute of the bundle " + bundle + "." : entry.help();
          if (attribute.equals(AttributeTable.canonical(attribute))) {
            fields.putIfAbsent(
                attribute,
                new Field(
                    attribute, help, Integer.MAX_VALUE, Optional.empty(), List.of(), List.of()));
          }
        });
    return List.copyOf(fields.values());
  }

  private static Field standard(AttributeRule rule, Manual.Entry entry) {
    Matcher range = RANGE.matcher(entry.values());
    boolean inherited = rule.inheritance() != Inheritance.NONE;
    List<String> options = options(rule.name(), entry.values());
    String other =
        inherited
            ? " When it is not set: that of the defaults entry, else " + entry.byDefault() + "."
            : "";
    boolean literal =
        options.contains(entry.byDefault()) || entry.byDefault().matches("[0-9]+|NEVER");
    return new Field(
        rule.name(),
        entry.help() + other,
        rule.arity().max(),
        range.matches()
            ? Optional.of(
                new Field.Range(Long.parseLong(range.group(1)), Long.parseLong(range.group(2))))
            : Optional.empty(),
        options,
        // a form is saved as it is shown: a default would replace what is inherited
        inherited || !literal ? List.of() : List.of(entry.byDefault()));
  }

  private static List<String> options(String attribute, String values) {
    return switch (attribute) {
      case "type" -> Arrays.stream(ServiceType.values()).map(ServiceType::name).toList();
      case "flags" -> Arrays.stream(Flag.values()).map(Flag::word).toList();
      case "socket_type" -> Arrays.stream(SocketType.values()).map(SocketType::word).toList();
      default -> {
        if (CHOICE.matcher(values).matches() && isChoice(attribute)) {
          yield new ArrayList<>(List.of(values.split(", ")));
        }
        yield SET.matcher(values).matches() ? List.of(values.split(" ")) : List.of();
      }
    };
  }

  /** Two values that are named by two words are no choice. */
  private static boolean isChoice(String attribute) {
    return AttributeTable.find(attribute).filter(rule -> rule.arity().max() == 1).isPresent();
  }
}
