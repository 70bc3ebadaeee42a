package org.jxinetd.config.form;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What xinetd.conf(5), which lies in the bundle, says of each attribute. */
public final class Manual {

  private static final String PAGE = "xinetd.conf.5.md";
  private static final int COLUMNS = 8;
  private static final Pattern SINGLE =
      Pattern.compile("\\*\\*([a-z][a-z0-9_]*)\\*\\* \\((.+?)\\): ");

  /**
   * One attribute.
   *
   * @param values what may be given, in words
   * @param byDefault what holds when it is not given, in words
   * @param example a line as it may be written
   * @param help one line
   */
  public record Entry(String values, String byDefault, String example, String help) {}

  private Manual() {}

  /** By name: the rows of the table, then the attributes of single bundles. */
  public static Map<String, Entry> read() throws IOException {
    try (InputStream in = Manual.class.getResourceAsStream(PAGE)) {
      if (in == null) {
        throw new IOException(PAGE + " is not in the bundle");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    }
  }

  static Map<String, Entry> parse(List<String> lines) {
    Map<String, Entry> out = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String[] cells = line.replaceAll("^\\| | \\|$", "").split(" \\| ");
      if (line.startsWith("| ") && cells.length == COLUMNS && !cells[0].equals("attribute")) {
        out.put(
            cells[0], new Entry(plain(cells[4]), plain(cells[5]), code(cells[6]), plain(cells[7])));
        continue;
      }
      Matcher single = SINGLE.matcher(line);
      if (single.lookingAt()) {
        StringBuilder help = new StringBuilder(line.substring(single.end()));
        while (i + 1 < lines.size() && !lines.get(i + 1).isBlank()) {
          help.append(' ').append(lines.get(++i).strip());
        }
        out.putIfAbsent(single.group(1), new Entry("", "", "", plain(help.toString())));
      }
    }
    return out;
  }

  /** Patterns and asterisks stay as they are. */
  private static String code(String markdown) {
    return markdown.replace("`", "").strip();
  }

  private static String plain(String markdown) {
    return markdown.replaceAll("[`*]|\\[(.+?)]\\(.+?\\)", "$1").strip();
  }
}
