package org.jxinetd.engine.flow;

import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;

/**
 * The gate's answer and, for an admitted client, the places it holds until it is closed.
 *
 * @param verdict the first objection, or a pass
 * @param changes what the rules want changed in the server; nothing unless passed
 */
public record Admission(Verdict verdict, SpawnChanges changes, Slots slots)
    implements AutoCloseable {

  public boolean passed() {
    return verdict instanceof Verdict.Pass;
  }

  @Override
  public void close() {
    slots.close();
  }
}
