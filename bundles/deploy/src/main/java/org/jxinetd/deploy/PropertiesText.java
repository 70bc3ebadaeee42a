package org.jxinetd.deploy;

import java.util.HashMap;
import java.util.Map;

/**
 * Reads {@code .cfg}: the format of java.util.Properties in UTF-8, with the line of each key. A key
 * that stands there twice is a mistake.
 */
final class PropertiesText {

  private final String[] lines;
  private int next;
  private final Map<String, Object> values = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();

  private PropertiesText(String text) {
    this.lines = text.split("\\r\\n|\\n|\\r", -1);
  }

  static Settings read(String text) throws SyntaxException {
    PropertiesText reader = new PropertiesText(text);
    while (reader.next < reader.lines.length) {
      reader.entry();
    }
    return new Settings(reader.values, reader.places);
  }

  private void entry() throws SyntaxException {
    int place = next + 1;
    String line = lines[next++].stripLeading();
    if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
      return;
    }
    StringBuilder logical = new StringBuilder(line);
    while (continues(logical)) {
      logical.setLength(logical.length() - 1);
      if (next == lines.length) {
        break;
      }
      logical.append(lines[next++].stripLeading());
    }
    String whole = logical.toString();
    int end = keyEnd(whole);
    int from = end;
    while (from < whole.length() && Character.isWhitespace(whole.charAt(from))) {
      from++;
    }
    if (from < whole.length() && (whole.charAt(from) == '=' || whole.charAt(from) == ':')) {
      from++;
    } else if (from == whole.length()) {
      throw new SyntaxException(place, "'" + whole.strip() + "' has no value: KEY = VALUE");
    }
    String key = unescape(whole.substring(0, end), place);
    if (key.isEmpty()) {
      throw new SyntaxException(place, "a value without a key");
    }
    String value = unescape(whole.substring(from).stripLeading(), place);
    if (values.put(key, value) != null) {
      throw new SyntaxException(
          place, key + " stands here for the second time (first in line " + places.get(key) + ")");
    }
    places.put(key, place);
  }

  /** An odd number of backslashes at the end. */
  private static boolean continues(CharSequence line) {
    int count = 0;
    while (count < line.length() && line.charAt(line.length() - 1 - count) == '\\') {
      count++;
    }
    return count % 2 == 1;
  }

  private static int keyEnd(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '=' || c == ':' || Character.isWhitespace(c)) {
        return i;
      }
    }
    return line.length();
  }

  private static String unescape(String text, int place) throws SyntaxException {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'f' -> out.append('\f');
        case 'u' -> {
          if (i + 4 > text.length() - 1
              || !text.substring(i + 1, i + 5).matches("[0-9a-fA-F]{4}")) {
            throw new SyntaxException(place, "\\u needs four hexadecimal digits");
          }
          out.append((char) Integer.parseInt(text.substring(i + 1, i + 5), 16));
          i += 4;
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }
}
