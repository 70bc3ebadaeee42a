package org.jxinetd.engine.flow;

import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;

/** One step of the gate. Checks that count clients take places, which go into the slots. */
public interface Check {

  Phase phase();

  Verdict check(Request request, Mode mode, Slots slots);
}
