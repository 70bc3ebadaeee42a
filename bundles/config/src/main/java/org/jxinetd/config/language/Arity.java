package org.jxinetd.config.language;

/**
 * How many values an attribute takes.
 *
 * @param step values that belong together: their number is a multiple of it
 */
public record Arity(int min, int max, int step) {

  static Arity exactly(int n) {
    return new Arity(n, n, 1);
  }

  static Arity some() {
    return new Arity(1, Integer.MAX_VALUE, 1);
  }

  static Arity any() {
    return new Arity(0, Integer.MAX_VALUE, 1);
  }

  static Arity between(int least, int most) {
    return new Arity(least, most, 1);
  }

  static Arity pairs(int most) {
    return new Arity(2, 2 * most, 2);
  }

  /** What xinetd knows of it: values that may be left out are ours. */
  public Arity ofXinetd() {
    return max == Integer.MAX_VALUE ? this : exactly(min);
  }

  public boolean admits(int count) {
    return count >= min && count <= max && count % step == 0;
  }

  /** What xinetd says about a wrong count. */
  public String complaint(String attribute, int count) {
    if (max == Integer.MAX_VALUE) {
      return "attribute " + attribute + " expects at least " + min + " value and none was given.";
    }
    if (count > max && min != max && step == 1) {
      return "attribute "
          + attribute
          + " expects at most "
          + max
          + " values and "
          + count
          + " values were specified";
    }
    return "attribute "
        + attribute
        + " expects "
        + min
        + (step > 1 ? " to " + max + " values in pairs and " : " values and ")
        + count
        + " values were specified";
  }
}
