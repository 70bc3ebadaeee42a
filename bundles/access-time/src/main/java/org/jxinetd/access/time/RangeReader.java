package org.jxinetd.access.time;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jxinetd.api.service.Token;

/** Reads one word of {@code access_times}. */
final class RangeReader {

  private static final Pattern RANGE =
      Pattern.compile(
          "(?:([A-Za-z,-]{3,64}):)?" + "([0-9]{1,4}):([0-9]{1,4})-([0-9]{1,4}):([0-9]{1,4})");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private RangeReader() {}

  /** What a word says, or why it says nothing. */
  sealed interface Reading {
    record Range(TimeRange range) implements Reading {}

    record Malformed(String why) implements Reading {}
  }

  static Reading read(Token word) {
    Matcher m = RANGE.matcher(word.text());
    if (!m.matches()) {
      return bad(word, "it is not of the form H:M-H:M or DAYS:H:M-H:M");
    }
    int[] part = new int[4];
    for (int i = 0; i < 4; i++) {
      part[i] = Integer.parseInt(m.group(i + 2));
      if (part[i] > (i % 2 == 0 ? 23 : 59)) {
        return bad(word, part[i] + (i % 2 == 0 ? " is not an hour" : " is not a minute"));
      }
    }
    int first = part[0] * 60 + part[1];
    int last = part[2] * 60 + part[3];
    if (first == last) {
      return bad(word, "it ends when it begins; for a whole day write 0:00-23:59");
    }
    if (m.group(1) == null) {
      return new Reading.Range(new TimeRange(word, EnumSet.allOf(DayOfWeek.class), first, last));
    }
    Optional<Set<DayOfWeek>> days = days(m.group(1).toLowerCase(Locale.ROOT));
    return days.isEmpty()
        ? bad(word, m.group(1) + " are not days; days are like mon, mon-fri or sat,sun")
        : new Reading.Range(new TimeRange(word, days.get(), first, last));
  }

  private static Optional<Set<DayOfWeek>> days(String text) {
    Set<DayOfWeek> all = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      List<Integer> ends = new ArrayList<>();
      for (String name : part.split("-", -1)) {
        ends.add(DAYS.indexOf(name));
      }
      if (ends.size() > 2 || ends.contains(-1)) {
        return Optional.empty();
      }
      DayOfWeek day = DayOfWeek.of(ends.getFirst() + 1);
      DayOfWeek end = DayOfWeek.of(ends.getLast() + 1);
      all.add(day);
      while (day != end) { // fri-mon goes over the week's end
        day = day.plus(1);
        all.add(day);
      }
    }
    return Optional.of(all);
  }

  private static Reading bad(Token word, String why) {
    return new Reading.Malformed("bad access time: " + word.text() + ": " + why);
  }
}
