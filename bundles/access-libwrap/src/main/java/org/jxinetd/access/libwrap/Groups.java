package org.jxinetd.access.libwrap;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/** Tells which hosts are in a netgroup. Any thread that may wait. */
@FunctionalInterface
interface Groups {

  /**
   * True when a host is in a group. Returns within the limit.
   *
   * @throws Undecidable when there is no such group, or nobody tells in time
   */
  boolean hold(String group, String host, Duration limit) throws Undecidable;

  /** The groups of the machine's name services, which may be on the other side of a network. */
  final class OfMachine implements Groups, AutoCloseable {

    private record Question(String group, String host) {}

    private final SlowAnswers<Question, Optional<Boolean>> answers;

    /**
     * @param source empty for a group that nobody knows; may block
     */
    OfMachine(BiFunction<String, String, Optional<Boolean>> source) {
      answers =
          new SlowAnswers<>("netgroups", q -> source.apply(q.group(), q.host()), System::nanoTime);
    }

    @Override
    public boolean hold(String group, String host, Duration limit) throws Undecidable {
      Optional<Boolean> known =
          answers
              .to(new Question(group, host), limit)
              .orElseThrow(() -> new Undecidable("netgroup @" + group + " did not come in time"));
      return known.orElseThrow(
          () -> new Undecidable("there is no netgroup @" + group + ", or nobody can be asked"));
    }

    @Override
    public void close() {
      answers.close();
    }
  }
}
