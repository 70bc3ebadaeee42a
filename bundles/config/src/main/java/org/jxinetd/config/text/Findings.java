package org.jxinetd.config.text;

import java.util.ArrayList;
import java.util.List;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Problem;

/**
 * Collects everything that is wrong, up to a bound: a file of garbage must not fill the memory with
 * complaints about itself. Not for use by several threads.
 */
public final class Findings {

  /** More than anybody reads. */
  static final int LIMIT = 10_000;

  /** A word of megabytes must not be repeated in full. */
  static final int LONGEST = 500;

  private final List<Problem> problems = new ArrayList<>();
  private int errors;
  private int dropped;

  public void add(Problem problem) {
    if (problem.severity() == Problem.Severity.ERROR) {
      errors++;
    }
    if (problems.size() < LIMIT) {
      problems.add(cut(problem));
    } else {
      dropped++;
    }
  }

  private static Problem cut(Problem p) {
    int longest =
        Math.max(
            Math.max(p.attribute().length(), p.message().length()),
            Math.max(p.consequence().length(), p.fix().length()));
    return longest <= LONGEST
        ? p
        : new Problem(
            p.severity(),
            p.origin(),
            cut(p.attribute()),
            cut(p.message()),
            cut(p.consequence()),
            cut(p.fix()));
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  public void addAll(List<Problem> more) {
    more.forEach(this::add);
  }

  public void error(Origin origin, String attribute, String message, String consequence) {
    add(Problem.error(origin, attribute, message, consequence));
  }

  public void warning(Origin origin, String attribute, String message, String consequence) {
    add(Problem.warning(origin, attribute, message, consequence));
  }

  public void info(Origin origin, String attribute, String message, String consequence) {
    add(new Problem(Problem.Severity.INFO, origin, attribute, message, consequence, ""));
  }

  /** Errors so far, those beyond the bound included. */
  public int errors() {
    return errors;
  }

  /** What was found, in the order found; the last one tells how many more there were. */
  public List<Problem> problems() {
    List<Problem> out = new ArrayList<>(problems);
    if (dropped > 0) {
      String message = dropped + " further problems are not listed";
      out.add(
          errors > 0
              ? Problem.error(Origin.NONE, "", message, "")
              : Problem.warning(Origin.NONE, "", message, ""));
    }
    return List.copyOf(out);
  }
}
