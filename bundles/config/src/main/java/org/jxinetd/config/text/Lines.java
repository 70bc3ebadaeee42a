package org.jxinetd.config.text;

import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;

/**
 * Walks over the lines of a text, of any length, and cuts them into words. Lines end in LF; a CR
 * before it belongs to the line end.
 */
public final class Lines {

  private static final int LONGEST_SHARED = 32;

  private final String source;
  private final String text;
  private final String[] shared = new String[1024];
  private int start;
  private int end = -1;
  private int number;
  private boolean carriageReturns;

  public Lines(String source, String text) {
    this.source = source;
    this.text = text;
  }

  /** Goes to the next line that is neither blank nor a comment. */
  public boolean next() {
    while (end < text.length()) {
      start = end + 1;
      if (start >= text.length()) {
        end = text.length();
        return false;
      }
      int newline = text.indexOf('\n', start);
      end = newline < 0 ? text.length() : newline;
      number++;
      carriageReturns |= end > start && text.charAt(end - 1) == '\r';
      if (hasContent()) {
        return true;
      }
    }
    return false;
  }

  private boolean hasContent() {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (!isSpace(c)) {
        return c != '#';
      }
    }
    return false;
  }

  /** The C locale's isspace. */
  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  /** Number of the current line, from 1. */
  int number() {
    return number;
  }

  /** Whether any line so far ended in CR LF. */
  boolean carriageReturns() {
    return carriageReturns;
  }

  /** Whether the current line holds a byte that no word may hold. */
  public boolean hasNul() {
    return text.indexOf('\0', start, end) >= 0;
  }

  /** The words of the current line, at least one. */
  public List<Token> words() {
    int stop = end;
    while (stop > start && text.charAt(stop - 1) == '\r') {
      stop--;
    }
    List<Token> words = new ArrayList<>(4);
    int at = start;
    while (at < stop) {
      while (at < stop && isBlank(text.charAt(at))) {
        at++;
      }
      int from = at;
      while (at < stop && !isBlank(text.charAt(at))) {
        at++;
      }
      if (at > from) {
        words.add(new Token(word(from, at), new Origin(source, number, from - start + 1)));
      }
    }
    return words;
  }

  /** The same words come again and again: equal short ones near each other are one object. */
  private String word(int from, int to) {
    if (to - from > LONGEST_SHARED) {
      return text.substring(from, to);
    }
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    int slot = (hash ^ hash >>> 16) & (shared.length - 1);
    String known = shared[slot];
    if (known != null
        && known.length() == to - from
        && text.regionMatches(from, known, 0, known.length())) {
      return known;
    }
    shared[slot] = text.substring(from, to);
    return shared[slot];
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
