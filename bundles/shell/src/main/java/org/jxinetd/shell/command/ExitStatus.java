package org.jxinetd.shell.command;

/** What a command ends with; scripts rely on these numbers. */
public final class ExitStatus {

  /** Yes, or done. */
  public static final int DONE = 0;

  /** No, not found, or not possible now. */
  public static final int NO = 1;

  /** The command was written wrongly (EX_USAGE of sysexits.h). */
  public static final int USAGE = 64;

  private ExitStatus() {}
}
