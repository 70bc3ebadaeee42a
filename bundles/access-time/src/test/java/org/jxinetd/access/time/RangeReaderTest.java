package org.jxinetd.access.time;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;

class RangeReaderTest {

  private static RangeReader.Reading read(String word) {
    return RangeReader.read(new Token(word, Origin.of("x", 1)));
  }

  private static TimeRange range(String word) {
    return assertInstanceOf(RangeReader.Reading.Range.class, read(word), word).range();
  }

  @Test
  void readsHoursAndMinutesOfAnyNumberOfDigits() {
    TimeRange range = range("8:5-017:30");
    assertEquals(8 * 60 + 5, range.first());
    assertEquals(17 * 60 + 30, range.last());
    assertEquals(EnumSet.allOf(DayOfWeek.class), range.days());
  }

  @Test
  void readsTheLastMinuteOfTheDay() {
    assertEquals(1439, range("0:00-23:59").last());
  }

  @Test
  void readsRangesOverMidnight() {
    TimeRange range = range("22:00-6:00");
    assertTrue(range.first() > range.last());
  }

  @Test
  void readsDaysInAnyCase() {
    assertEquals(Set.of(SATURDAY), range("sat:9:00-17:00").days());
    assertEquals(EnumSet.range(MONDAY, FRIDAY), range("Mon-FRI:9:00-17:00").days());
    assertEquals(
        Set.of(MONDAY, WEDNESDAY, THURSDAY, FRIDAY), range("mon,wed-fri:9:00-17:00").days());
    assertEquals(Set.of(FRIDAY, SATURDAY, SUNDAY, MONDAY), range("fri-mon:9:00-17:00").days());
    assertEquals(Set.of(SUNDAY), range("sun-sun:9:00-17:00").days());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "24:00-25:00",
        "8:60-9:00",
        "8:00-24:00",
        "8:00-9:61",
        "8:00-8:00",
        "8:00",
        "8-9",
        "8:00-9",
        "8:00 -9:00",
        ":00-9:00",
        "-1:00-9:00",
        "8:00-9:00-10:00",
        "99999:00-9:00",
        "foo:8:00-9:00",
        "mon-:8:00-9:00",
        "mon-fri-sun:8:00-9:00",
        "mon,,tue:8:00-9:00",
        ",mon:8:00-9:00",
        "monday:8:00-9:00",
        "mon:",
        ""
      })
  void refusesMalformedRanges(String word) {
    RangeReader.Reading.Malformed bad =
        assertInstanceOf(RangeReader.Reading.Malformed.class, read(word));
    assertTrue(bad.why().startsWith("bad access time: " + word), bad.why());
  }
}
