package org.jxinetd.config.publish;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.language.AttributeTable;

/** Reads attributes, with their origins, from the properties of a configuration. */
final class PropertyReader {

  private final Map<String, ?> properties;
  private final Origin fallback;

  PropertyReader(String pid, Map<String, ?> properties) {
    this.properties = properties;
    this.fallback = new Origin(pid, 0, 0);
  }

  /** Keys that are attribute names, sorted, so that messages come in the same order every time. */
  List<String> attributeKeys() {
    return properties.keySet().stream().filter(Keys::isAttribute).sorted().toList();
  }

  Attribute attribute(String key) {
    List<String> words = words(properties.get(key));
    List<Origin> origins = origins(key, words.size());
    List<Token> values = new ArrayList<>(words.size());
    for (int i = 0; i < words.size(); i++) {
      values.add(new Token(words.get(i), origins.get(i)));
    }
    return new Attribute(AttributeTable.canonical(key), values, origins.getLast());
  }

  /** One origin for each value, at least one. */
  private List<Origin> origins(String key, int count) {
    Object given = properties.get(ServiceCompiler.ORIGIN_PREFIX + key);
    int wanted = Math.max(1, count);
    List<Origin> origins = new ArrayList<>(wanted);
    if (given instanceof String[] texts && texts.length == count) {
      String before = "";
      Origin origin = Origin.NONE;
      for (String text : texts) {
        if (!text.equals(before)) {
          before = text;
          origin = Origin.parse(text);
        }
        origins.add(origin);
      }
    }
    Origin rest = given instanceof String text ? Origin.parse(text) : fallback;
    while (origins.size() < wanted) {
      origins.add(rest);
    }
    return origins;
  }

  /** A string is cut at blanks; the elements of an array are taken as they are. */
  private static List<String> words(Object value) {
    return switch (value) {
      case null -> List.of();
      case String text -> split(text);
      case Collection<?> list -> elements(list.stream());
      case Object[] array -> elements(Arrays.stream(array));
      case Boolean yes -> List.of(word(yes));
      default -> value.getClass().isArray() ? elements(numbers(value)) : split(word(value));
    };
  }

  /** Forms leave empty elements where nothing was filled in. */
  private static List<String> elements(Stream<?> values) {
    return values.map(PropertyReader::word).filter(word -> !word.isEmpty()).toList();
  }

  /** The elements of an array of a primitive type. */
  private static Stream<Object> numbers(Object array) {
    return IntStream.range(0, Array.getLength(array)).mapToObj(i -> Array.get(array, i));
  }

  private static String word(Object value) {
    return value instanceof Boolean yes ? (yes ? "yes" : "no") : String.valueOf(value);
  }

  private static List<String> split(String text) {
    String stripped = text.strip();
    return stripped.isEmpty() ? List.of() : List.of(stripped.split("\\s+"));
  }
}
