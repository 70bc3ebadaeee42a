package org.jxinetd.linux;

/**
 * A limit to set on a child; setrlimit(2).
 *
 * @param soft bytes, seconds or a count; {@link #UNLIMITED} for no limit
 * @param hard likewise, the bound of what the child itself may set
 */
public record ResourceLimit(Resource resource, long soft, long hard) {

  public static final long UNLIMITED = -1;

  /** What can be limited, with the number that Linux gives it. */
  public enum Resource {
    CPU(0),
    DATA(2),
    STACK(3),
    RSS(5),
    NOFILE(7),
    AS(9);

    private final int number;

    Resource(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  public ResourceLimit {
    if (soft < UNLIMITED || hard < UNLIMITED) {
      throw new IllegalArgumentException("negative limit");
    }
  }
}
