package org.jxinetd.config.language;

/** How many values an attribute takes. */
public record Arity(int min, int max) {

  static Arity exactly(int n) {
    return new Arity(n, n);
  }

  static Arity some() {
    return new Arity(1, Integer.MAX_VALUE);
  }

  static Arity any() {
    return new Arity(0, Integer.MAX_VALUE);
  }

  public boolean admits(int count) {
    return count >= min && count <= max;
  }

  /** What xinetd says about a wrong count. */
  public String complaint(String attribute, int count) {
    return min == max
        ? "attribute "
            + attribute
            + " expects "
            + min
            + " values and "
            + count
            + " values were specified"
        : "attribute " + attribute + " expects at least " + min + " value and none was given.";
  }
}
