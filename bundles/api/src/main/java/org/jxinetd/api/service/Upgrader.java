package org.jxinetd.api.service;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Replaces the whole process by a new one that takes over the listening sockets, so that also what
 * lies on the launcher's class path, the VM and its flags can change. Any thread; one call at a
 * time.
 */
@ProviderType
public interface Upgrader {

  /**
   * Starts the new process and hands over. Takes seconds, at most two minutes.
   *
   * @return when the new process serves, or when this one goes on because it does not
   */
  Outcome upgrade() throws InterruptedException;

  /**
   * What came of it.
   *
   * @param done whether the new process serves; this one ends with its last session then
   * @param pid the new process; 0 when there is none
   * @param message for people
   */
  record Outcome(boolean done, long pid, String message) {}
}
