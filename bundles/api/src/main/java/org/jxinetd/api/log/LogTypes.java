package org.jxinetd.api.log;

import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Token;

/**
 * {@code log_type} with several sinks: the words of all its lines in one attribute, with a word
 * {@value #SEPARATOR} between the lines.
 */
public final class LogTypes {

  /** Stands between the words of two sinks; may be written as well. */
  public static final String SEPARATOR = ";";

  private LogTypes() {}

  /** One attribute for each sink, in order; none for an attribute without words. */
  public static List<Attribute> of(Attribute logType) {
    List<Attribute> sinks = new ArrayList<>();
    for (List<Token> words : split(logType.values())) {
      sinks.add(new Attribute(logType.name(), words, words.getFirst().origin()));
    }
    return sinks;
  }

  /** The words of each sink; none of the lists is empty. */
  public static List<List<Token>> split(List<Token> values) {
    List<List<Token>> sinks = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= values.size(); i++) {
      if (i == values.size() || values.get(i).text().equals(SEPARATOR)) {
        if (i > from) {
          sinks.add(List.copyOf(values.subList(from, i)));
        }
        from = i + 1;
      }
    }
    return sinks;
  }

  /** The words of further sinks behind those of others. */
  public static List<Token> join(List<Token> first, List<Token> more) {
    if (first.isEmpty() || more.isEmpty()) {
      return first.isEmpty() ? more : first;
    }
    List<Token> all = new ArrayList<>(first);
    all.add(new Token(SEPARATOR, more.getFirst().origin()));
    all.addAll(more);
    return List.copyOf(all);
  }
}
