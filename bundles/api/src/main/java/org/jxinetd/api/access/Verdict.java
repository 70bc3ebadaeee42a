package org.jxinetd.api.access;

import java.time.Duration;
import java.util.Objects;

/** What a rule says of one connection. */
public sealed interface Verdict {

  Evidence evidence();

  /** No objection. */
  record Pass(Evidence evidence, SpawnChanges changes) implements Verdict {
    public Pass {
      Objects.requireNonNull(evidence, "evidence");
      Objects.requireNonNull(changes, "changes");
    }
  }

  /**
   * This client is not served now.
   *
   * @param farewell sent to the client of a stream before its connection is closed, each character
   *     a byte; empty for nothing
   */
  record Refuse(Reason why, Evidence evidence, String farewell) implements Verdict {
    public Refuse {
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(evidence, "evidence");
      Objects.requireNonNull(farewell, "farewell");
    }

    public Refuse(Reason why, Evidence evidence) {
      this(why, evidence, "");
    }
  }

  /** This client is not served, and the whole service pauses for a while. */
  record Suspend(Reason why, Duration pause, Evidence evidence) implements Verdict {
    public Suspend {
      Objects.requireNonNull(why, "why");
      Objects.requireNonNull(evidence, "evidence");
      if (pause.isNegative()) {
        throw new IllegalArgumentException("negative pause");
      }
    }
  }

  static Verdict pass(Evidence evidence) {
    return new Pass(evidence, SpawnChanges.NONE);
  }
}
