package org.jxinetd.deploy;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettledTest {
  private static final Path FILE = Path.of("/deploy/file");
  private static final long NOW_MILLIS = 1_000_000;
  private long nanos;
  private Optional<Boolean> written = Optional.of(false);
  private final Settled settled = new Settled(file -> written, () -> nanos);

  private boolean rests(String look, long modifiedMillis) {
    return settled.rests(FILE, new Stamp(look, modifiedMillis), NOW_MILLIS);
  }

  private void pass(long millis) {
    nanos += millis * 1_000_000;
  }

  @Test
  void waitsUntilAFileLooksTheSameForAWhile() {
    assertFalse(rests("a", NOW_MILLIS));
    pass(150);
    assertFalse(rests("b", NOW_MILLIS), "it has changed");
    pass(150);
    assertFalse(rests("b", NOW_MILLIS));
    pass(100);
    assertTrue(rests("b", NOW_MILLIS));
  }

  @Test
  void takesAFileAtOnceThatWasWrittenLongAgo() {
    assertTrue(rests("a", NOW_MILLIS - 60_000));
  }

  @Test
  void waitsForTheWriter() {
    written = Optional.of(true);
    assertFalse(rests("a", NOW_MILLIS - 60_000));
    pass(10_000);
    assertFalse(rests("a", NOW_MILLIS - 60_000));
    written = Optional.of(false);
    assertTrue(rests("a", NOW_MILLIS - 60_000));
  }

  @Test
  void waitsLongerWhereWritersAreNotKnown() {
    written = Optional.empty();
    assertFalse(rests("a", NOW_MILLIS));
    pass(500);
    assertFalse(rests("a", NOW_MILLIS));
    pass(1000);
    assertTrue(rests("a", NOW_MILLIS));
  }
}
