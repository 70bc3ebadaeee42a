package org.jxinetd.access.libwrap;

import java.util.List;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;

/** Collects what is wrong with one rule, or with one file of patterns. */
record Findings(Origin origin, List<Problem> problems) {

  void warning(String message, String consequence) {
    problems.add(Problem.warning(origin, "", message, consequence));
  }

  void error(String message, String consequence) {
    problems.add(Problem.error(origin, "", message, consequence));
  }
}
