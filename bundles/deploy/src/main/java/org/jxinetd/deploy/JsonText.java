package org.jxinetd.deploy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code .cfg.json}, the configuration resources of OSGi: one object whose values are text,
 * numbers, true or false, or lists of these; comments are allowed; a type behind the key ({@code
 * "port:Integer"}) is understood for single values and ignored for lists; keys that begin with a
 * colon are none of ours.
 */
final class JsonText {

  private final String text;
  private int at;
  private int line = 1;

  private JsonText(String text) {
    this.text = text;
  }

  static Settings read(String text) throws SyntaxException {
    return new JsonText(text).object();
  }

  private Settings object() throws SyntaxException {
    Map<String, Object> values = new HashMap<>();
    Map<String, Integer> lines = new HashMap<>();
    blanks();
    expect('{');
    blanks();
    boolean more = !is('}');
    while (more) {
      int place = line;
      String key = string();
      blanks();
      expect(':');
      blanks();
      Object value = value();
      if (!key.startsWith(":")) {
        int colon = key.indexOf(':');
        String name = colon < 0 ? key : key.substring(0, colon);
        if (values.put(name, colon < 0 ? value : typed(value, key.substring(colon + 1), place))
            != null) {
          throw new SyntaxException(place, name + " stands here for the second time");
        }
        lines.put(name, place);
      }
      blanks();
      more = is(',');
      if (more) {
        at++;
        blanks();
      }
    }
    expect('}');
    blanks();
    if (at < text.length()) {
      throw wrong("something stands behind the end");
    }
    return new Settings(values, lines);
  }

  private static Object typed(Object value, String type, int place) throws SyntaxException {
    try {
      return switch (type) {
        case "Integer", "int" -> Integer.valueOf(value.toString());
        case "Long", "long" -> Long.valueOf(value.toString());
        case "Double", "double" -> Double.valueOf(value.toString());
        case "Boolean", "boolean" -> Boolean.valueOf(value.toString());
        case "String" -> value.toString();
        default -> value;
      };
    } catch (NumberFormatException e) {
      throw new SyntaxException(place, "'" + value + "' is no " + type);
    }
  }

  private Object value() throws SyntaxException {
    if (is('[')) {
      return list();
    }
    if (is('"')) {
      return string();
    }
    if (is('{')) {
      throw wrong("an object within the object");
    }
    return literal();
  }

  /** Lists become arrays of text, which is what services are made of. */
  private String[] list() throws SyntaxException {
    List<String> items = new ArrayList<>();
    expect('[');
    blanks();
    boolean more = !is(']');
    while (more) {
      items.add(is('"') ? string() : literal().toString());
      blanks();
      more = is(',');
      if (more) {
        at++;
        blanks();
      }
    }
    expect(']');
    return items.toArray(String[]::new);
  }

  private Object literal() throws SyntaxException {
    int from = at;
    while (at < text.length()
        && "+-.0123456789abcdefghijklmnopqrstuvwxyzE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String word = text.substring(from, at);
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    if (word.matches("-?(0|[1-9][0-9]{0,17})")) {
      return Long.valueOf(word);
    }
    if (word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      return Double.valueOf(word);
    }
    throw wrong(word.isEmpty() ? "a value is missing" : "'" + word + "' is no value");
  }

  private String string() throws SyntaxException {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      if (c == '\n') {
        throw wrong("a text that does not end in its line");
      }
      out.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return out.toString();
  }

  private char escaped() throws SyntaxException {
    char c = at < text.length() ? text.charAt(at++) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        String digits = text.substring(at, Math.min(text.length(), at + 4));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
          throw wrong("\\u needs four hexadecimal digits");
        }
        at += 4;
        yield (char) Integer.parseInt(digits, 16);
      }
      default -> throw wrong("'\\" + c + "' means nothing");
    };
  }

  /** White space and comments. */
  private void blanks() throws SyntaxException {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        line++;
        at++;
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (text.startsWith("//", at)) {
        at = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw wrong("a comment without an end");
        }
        line += (int) text.substring(at, end).chars().filter(ch -> ch == '\n').count();
        at = end + 2;
      } else {
        return;
      }
    }
  }

  private boolean is(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void expect(char c) throws SyntaxException {
    if (!is(c)) {
      String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end of the file";
      throw wrong("'" + c + "' expected, found " + found);
    }
    at++;
  }

  private SyntaxException wrong(String message) {
    return new SyntaxException(line, message);
  }
}
