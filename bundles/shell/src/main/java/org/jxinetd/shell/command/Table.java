package org.jxinetd.shell.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rows with aligned columns, two spaces apart. */
final class Table {

  private final List<String[]> rows = new ArrayList<>();
  private final int[] widths;

  /**
   * @param columns how many
   */
  private Table(int columns) {
    widths = new int[columns];
  }

  static Table headed(String... titles) {
    Table table = new Table(titles.length);
    table.row((Object[]) titles);
    return table;
  }

  static Table plain(int columns) {
    return new Table(columns);
  }

  /** One row; an empty cell is shown as {@code -}, so that every column can be cut out. */
  void row(Object... cells) {
    if (cells.length != widths.length) {
      throw new IllegalArgumentException(cells.length + " cells for " + widths.length);
    }
    String[] row = new String[cells.length];
    for (int i = 0; i < row.length; i++) {
      String text = Printable.of(cells[i].toString());
      row[i] = text.isEmpty() ? "-" : text;
      widths[i] = Math.max(widths[i], row[i].codePointCount(0, row[i].length()));
    }
    rows.add(row);
  }

  void print(Output out) throws IOException {
    StringBuilder line = new StringBuilder();
    for (String[] row : rows) {
      line.setLength(0);
      for (int i = 0; i < row.length; i++) {
        line.append(row[i]);
        if (i < row.length - 1) {
          line.repeat(' ', widths[i] - row[i].codePointCount(0, row[i].length()) + 2);
        }
      }
      out.line(line.toString());
    }
  }
}
