package org.jxinetd.access.ip;

import java.util.List;

/** What became of one word of an address list. */
sealed interface Reading {

  /** The blocks it stands for, at least one. */
  record Blocks(List<Prefix> prefixes) implements Reading {}

  /** Meant for us, but wrong: {@code why} says how. */
  record Malformed(String why) implements Reading {}

  /** Of a kind that others may understand. */
  record Foreign() implements Reading {}

  Reading FOREIGN = new Foreign();

  static Reading block(Prefix prefix) {
    return new Blocks(List.of(prefix));
  }

  static Reading bad(String word, String why) {
    return new Malformed("Bad address: " + word + ": " + why);
  }
}
