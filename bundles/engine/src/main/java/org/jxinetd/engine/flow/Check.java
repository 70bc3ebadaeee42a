package org.jxinetd.engine.flow;

import java.util.List;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;

/** One step of the gate. Checks that count clients take places, which go into the slots. */
public interface Check {

  Phase phase();

  Verdict check(Request request, Mode mode, Slots slots);

  /**
   * What it says of a client, without side effects: one finding for each rule it holds, one of
   * which objects exactly when the check does.
   */
  default List<Finding> explain(Request request) {
    return List.of(Finding.of(phase(), check(request, Mode.DRY_RUN, new Slots())));
  }

  /** True when it may wait for something outside, such as a name server. */
  default boolean mayWait() {
    return false;
  }
}
