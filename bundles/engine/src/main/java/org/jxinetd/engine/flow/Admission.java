package org.jxinetd.engine.flow;

import java.util.List;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.Verdict;

/**
 * The gate's answer and, for an admitted client, the places it holds until it is closed.
 *
 * @param verdict the first objection, or a pass
 * @param changes what the rules want changed in the server; nothing unless passed
 * @param findings what the rules said that were asked, the objection last; empty when passed
 */
public record Admission(Verdict verdict, SpawnChanges changes, Slots slots, List<Finding> findings)
    implements AutoCloseable {

  public boolean passed() {
    return verdict instanceof Verdict.Pass;
  }

  @Override
  public void close() {
    slots.close();
  }
}
