package org.jxinetd.host.daemonlog;

import java.util.List;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * One SLF4J logger. The markers NOTICE (on INFO) and CRITICAL (on ERROR) give xinetd's levels of
 * these names. Debug messages of other people's code are kept for {@code -d}.
 */
final class DaemonLogger extends LegacyAbstractLogger {

  private static final long serialVersionUID = 1L;

  /**
   * A library that complains of every stranger who connects and leaves again: shell-ssh says itself
   * what is worth knowing.
   */
  private static final List<String> SILENT =
      List.of("org.apache.sshd.", "org.jxinetd.shell.ssh.library.");

  private final transient DaemonLog log;
  private final transient boolean ours;
  private final transient boolean silent;

  DaemonLogger(String name, DaemonLog log) {
    this.name = name;
    this.log = log;
    this.ours = name.startsWith("org.jxinetd.");
    this.silent = SILENT.stream().anyMatch(name::startsWith);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return (ours && !silent) || log.debug();
  }

  @Override
  public boolean isInfoEnabled() {
    return !silent || log.debug();
  }

  @Override
  public boolean isWarnEnabled() {
    return !silent || log.debug();
  }

  @Override
  public boolean isErrorEnabled() {
    return !silent || log.debug();
  }

  @Override
  protected String getFullyQualifiedCallerName() {
    return DaemonLogger.class.getName();
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
    String message =
        arguments == null || arguments.length == 0
            ? String.valueOf(pattern)
            : MessageFormatter.basicArrayFormat(pattern, arguments);
    StringBuilder text = new StringBuilder(message);
    for (Throwable t = thrown; t != null && text.length() < DaemonLog.LONGEST; t = t.getCause()) {
      text.append(": ").append(t.getMessage() == null ? t.getClass().getName() : describe(t));
    }
    log.write(word(level, marker), name.substring(name.lastIndexOf('.') + 1), text.toString());
    if (thrown != null && log.debug()) {
      thrown.printStackTrace(System.err);
    }
  }

  /** Java's own exceptions need their class to make sense; ours are written to be read. */
  private static String describe(Throwable t) {
    return t.getClass().getName().startsWith("java.lang.")
        ? t.getClass().getSimpleName() + ": " + t.getMessage()
        : t.getMessage();
  }

  private static String word(Level level, Marker marker) {
    if (marker != null
        && (marker.getName().equals("NOTICE") || marker.getName().equals("CRITICAL"))) {
      return marker.getName();
    }
    return switch (level) {
      case ERROR -> "ERROR";
      case WARN -> "WARNING";
      case INFO -> "INFO";
      case DEBUG, TRACE -> "DEBUG";
    };
  }
}
