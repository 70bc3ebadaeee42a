package org.jxinetd.linux;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who a child becomes. What is empty stays as it is in this process.
 *
 * @param uid the user id, unsigned
 * @param gid the group id, unsigned
 * @param groups the supplementary groups; an empty list means none of them
 */
public record Credentials(OptionalInt uid, OptionalInt gid, Optional<List<Integer>> groups) {

  /** The child stays who this process is. */
  public static final Credentials UNCHANGED =
      new Credentials(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

  public Credentials {
    groups = groups.map(List::copyOf);
  }
}
