package org.jxinetd.access.libwrap;

import java.util.ArrayList;
import java.util.List;

/** The lines of a rule file: a backslash before the end of a line joins it with the next. */
final class LogicalLines {

  private LogicalLines() {}

  /**
   * A line without its end.
   *
   * @param number of its first physical line, from 1
   * @param ended false when the file ends before the line does
   */
  record Line(int number, String text, boolean ended) {}

  static List<Line> of(String content) {
    List<Line> lines = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    int number = 0;
    int first = 1;
    int at = 0;
    while (at < content.length()) {
      int end = content.indexOf('\n', at);
      number++;
      if (end < 0) {
        lines.add(new Line(first, text + content.substring(at), false));
        return lines;
      }
      boolean joined = end > at && content.charAt(end - 1) == '\\';
      text.append(content, at, joined ? end - 1 : end);
      at = end + 1;
      if (!joined) {
        lines.add(new Line(first, text.toString(), true));
        text.setLength(0);
        first = number + 1;
      }
    }
    if (!text.isEmpty()) {
      lines.add(new Line(first, text.toString(), false));
    }
    return lines;
  }
}
