package org.jxinetd.host.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.jxinetd.host.start.SignalTable.Meaning;
import org.jxinetd.linux.Signals;

class SignalTableTest {

  private static final Path SCRIPT = Path.of("../../distribution/src/main/bin/xinetd");

  @Test
  void takesTheSignalsThatTheScriptBlocks() throws Exception {
    Matcher list = Pattern.compile("(?m)^signals=([A-Z0-9,]+)$").matcher(Files.readString(SCRIPT));
    assertTrue(list.find());
    Set<Integer> blocked = new TreeSet<>();
    for (String name : list.group(1).split(",")) {
      blocked.add(Signals.class.getField("SIG" + name).getInt(null));
    }
    assertEquals(new TreeSet<>(SignalTable.TAKEN), blocked);
  }

  @Test
  void givesSignalsTheMeaningsOfXinetd() {
    assertEquals(
        Map.of(
            Signals.SIGHUP, Meaning.RECONFIGURE,
            Signals.SIGUSR2, Meaning.RECONFIGURE,
            Signals.SIGUSR1, Meaning.DUMP,
            Signals.SIGABRT, Meaning.CHECK,
            Signals.SIGTERM, Meaning.TERMINATE,
            Signals.SIGQUIT, Meaning.QUIT),
        SignalTable.meanings(false, false));
    assertEquals(Meaning.INTERRUPT, SignalTable.meanings(false, true).get(Signals.SIGINT));
  }

  @Test
  void givesThemTheMeaningsOfTheArticle() {
    Map<Integer, Meaning> article = SignalTable.meanings(true, false);
    assertEquals(Meaning.RECONFIGURE_SOFTLY, article.get(Signals.SIGUSR1));
    assertEquals(Meaning.RECONFIGURE, article.get(Signals.SIGUSR2));
    assertEquals(Meaning.DUMP, article.get(Signals.SIGHUP));
    assertEquals(Meaning.TERMINATE, article.get(Signals.SIGTERM));
  }

  @Test
  void hasAMeaningOnlyForSignalsThatAreTaken() {
    for (boolean article : new boolean[] {false, true}) {
      assertTrue(SignalTable.TAKEN.containsAll(SignalTable.meanings(article, true).keySet()));
    }
  }
}
