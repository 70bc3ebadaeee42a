package org.jxinetd.config.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the tables of /etc: a line holds words, {@code #} begins a comment. */
final class NameTable {

  /** More than any of these tables has; the rest is not read. */
  private static final int MAX_LINES = 200_000;

  private NameTable() {}

  /** The words of each line that has at least two; an unreadable file is an empty table. */
  static List<List<String>> read(Path file) {
    List<List<String>> rows = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = in.readLine();
      for (int n = 0; line != null && n < MAX_LINES; n++, line = in.readLine()) {
        int comment = line.indexOf('#');
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        String[] words = text.split("[ \t]+");
        if (words.length >= 2) {
          rows.add(List.of(words));
        }
      }
    } catch (IOException unreadable) {
      // as getservbyname(3): a table that cannot be read knows no name
      return List.of();
    }
    return rows;
  }
}
