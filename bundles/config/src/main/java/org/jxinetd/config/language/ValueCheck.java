package org.jxinetd.config.language;

import java.util.List;
import org.jxinetd.api.service.Token;

/** Checks the words of one attribute by themselves. */
@FunctionalInterface
public interface ValueCheck {

  /** Everything goes. */
  ValueCheck NONE = (words, faults) -> words;

  /**
   * Tells {@code faults} what is wrong.
   *
   * @return the words to go on with
   */
  List<Token> check(List<Token> words, Faults faults);

  /** Receives what is wrong with one attribute. */
  interface Faults {
    /** The value is unusable. */
    void error(Token at, String message);

    /** The value is usable, but not as written. */
    void warning(Token at, String message, String consequence);

    /** Worth knowing. */
    void info(Token at, String message, String consequence);
  }
}
