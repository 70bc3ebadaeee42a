package org.jxinetd.api.access;

import java.util.Objects;
import java.util.Optional;

/**
 * What one rule said of one client.
 *
 * @param step where in the order of checks it stands: that of a {@link Phase}, {@link Phase#STATE}
 *     or {@link Phase#BEHIND}
 * @param objection why the client is not served; empty for a pass
 */
public record Finding(String step, Optional<Reason> objection, Evidence evidence) {

  public Finding {
    Objects.requireNonNull(step, "step");
    Objects.requireNonNull(objection, "objection");
    Objects.requireNonNull(evidence, "evidence");
  }

  /** What a rule's verdict means in words of the log. */
  public static Finding of(Phase phase, Verdict verdict) {
    Optional<Reason> objection =
        switch (verdict) {
          case Verdict.Pass pass -> Optional.empty();
          case Verdict.Refuse refuse -> Optional.of(refuse.why());
          case Verdict.Suspend suspend -> Optional.of(suspend.why());
        };
    return new Finding(phase.step(), objection, verdict.evidence());
  }
}
