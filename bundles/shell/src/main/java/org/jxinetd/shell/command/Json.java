package org.jxinetd.shell.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes JSON (RFC 8259) on one line. */
final class Json {

  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /**
   * The JSON text of a value.
   *
   * @param value a Map with keys in order, a List, an Optional (empty is {@code null}), a Boolean,
   *     an Integer or a Long; anything else is written as the string of its {@code toString}
   */
  static String text(Object value) {
    Json json = new Json();
    json.value(value);
    return json.out.toString();
  }

  /** An object from names and values in turn. */
  static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }

  private void value(Object value) {
    switch (value) {
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      case Optional<?> optional -> optional.ifPresentOrElse(this::value, () -> out.append("null"));
      case Boolean yes -> out.append(yes);
      case Integer number -> out.append(number);
      case Long number -> out.append(number);
      default -> string(value.toString());
    }
  }

  private void object(Map<?, ?> map) {
    char before = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(before);
      string(entry.getKey().toString());
      out.append(':');
      value(entry.getValue());
      before = ',';
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private void array(List<?> list) {
    char before = '[';
    for (Object element : list) {
      out.append(before);
      value(element);
      before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
  }

  private void string(String text) {
    out.append('"');
    text.codePoints().forEach(this::character);
    out.append('"');
  }

  private void character(int c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (Printable.isHarmless(c)) {
          out.appendCodePoint(c);
        } else {
          // more than RFC 8259 asks for: what is read on a terminal must not steer it either
          for (char unit : Character.toChars(c)) {
            out.append("\\u").append("%04x".formatted((int) unit));
          }
        }
      }
    }
  }
}
