package org.jxinetd.access.time;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.Set;
import org.jxinetd.api.service.Token;

/**
 * One range of minutes of the day, both bounds included.
 *
 * @param written the word as it stands in the configuration
 * @param days on which the range begins
 * @param first minute of the day, 0 to 1439
 * @param last minute of the day; before {@code first} when the range passes midnight
 */
record TimeRange(Token written, Set<DayOfWeek> days, int first, int last) {

  TimeRange {
    days = Set.copyOf(days);
  }

  boolean holds(LocalDateTime wall) {
    int minute = wall.getHour() * 60 + wall.getMinute();
    DayOfWeek today = wall.getDayOfWeek();
    if (first <= last) {
      return minute >= first && minute <= last && days.contains(today);
    }
    return minute >= first
        ? days.contains(today)
        : minute <= last && days.contains(today.minus(1)); // it began yesterday
  }
}
