package org.jxinetd.linux;

/**
 * Why a child never became its program.
 *
 * @param step the call that failed, such as {@code execve} or {@code setuid}
 * @param errno its error number; see {@link Errno}
 */
public record SpawnFailure(String step, int errno) {

  /** {@code execve: Exec format error (errno = 8)}. */
  @Override
  public String toString() {
    return step + ": " + Errno.text(errno) + " (errno = " + errno + ")";
  }
}
