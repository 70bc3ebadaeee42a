package org.jxinetd.config.form;

import java.util.List;
import java.util.Optional;
import org.osgi.service.metatype.AttributeDefinition;

/**
 * One line of the form.
 *
 * @param most number of values it takes at most
 * @param range for whole numbers
 * @param options words to choose from; empty for free text
 * @param byDefault values to begin with; empty where a written value would replace what is
 *     inherited
 */
record Field(
    String name,
    String help,
    int most,
    Optional<Range> range,
    List<String> options,
    List<String> byDefault)
    implements AttributeDefinition {

  /** Whole numbers, both ends included. */
  record Range(long min, long max) {}

  Field {
    options = List.copyOf(options);
    byDefault = List.copyOf(byDefault);
  }

  @Override
  public String getID() {
    return name;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public String getDescription() {
    return help;
  }

  @Override
  public int getCardinality() {
    return most == 1 ? 0 : most;
  }

  @Override
  public int getType() {
    if (range.isEmpty()) {
      return STRING;
    }
    return range.get().max() > Integer.MAX_VALUE ? LONG : INTEGER;
  }

  @Override
  public String[] getOptionValues() {
    return options.isEmpty() ? null : options.toArray(String[]::new);
  }

  @Override
  public String[] getOptionLabels() {
    return getOptionValues();
  }

  @Override
  public String[] getDefaultValue() {
    return byDefault.isEmpty() ? null : byDefault.toArray(String[]::new);
  }

  /** Empty when a value is possible; the checks of the whole service come when it is used. */
  @Override
  public String validate(String value) {
    if (range.isEmpty()) {
      return "";
    }
    Range r = range.get();
    String wrong = name + " is a whole number from " + r.min() + " to " + r.max();
    try {
      long number = Long.parseLong(value.strip());
      return number >= r.min() && number <= r.max() ? "" : wrong;
    } catch (NumberFormatException notANumber) {
      return wrong;
    }
  }
}
