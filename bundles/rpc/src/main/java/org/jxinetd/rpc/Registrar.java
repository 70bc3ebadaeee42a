package org.jxinetd.rpc;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Makes rpcbind's table agree with what is wanted: takes out what was ours and is not wanted any
 * more, enters what is wanted and not there. Doing it again changes nothing, so the same step
 * serves a start, a reload, a crash of ours, and an rpcbind that was started anew. Belongs to one
 * thread.
 */
final class Registrar {

  private final Rpcbind rpcbind;
  private final Memory memory;
  private final Logger log;
  private final Set<Registration> ours = new LinkedHashSet<>();
  private final Set<String> said = new HashSet<>();
  private boolean remembered;

  Registrar(Rpcbind rpcbind, Memory memory, Logger log) {
    this.rpcbind = rpcbind;
    this.memory = memory;
    this.log = log;
  }

  /**
   * Brings about what is wanted.
   *
   * @return true when there is nothing left to do; false when some part has to be tried again
   */
  boolean reconcile(Collection<Registration> wanted) {
    Set<String> complaints = new HashSet<>();
    boolean done;
    try {
      done = reconcile(new LinkedHashSet<>(wanted), complaints);
    } catch (IOException e) {
      complaints.add("rpcbind cannot be asked, RPC services cannot be found: " + e.getMessage());
      done = false;
    }
    complaints.stream().filter(complaint -> !said.contains(complaint)).forEach(log::error);
    said.clear(); // what is mended may be said again when it breaks again
    said.addAll(complaints);
    return done;
  }

  private boolean reconcile(Set<Registration> wanted, Set<String> complaints) throws IOException {
    if (!remembered) {
      ours.addAll(memory.read());
      remembered = true;
    }
    if (wanted.isEmpty() && ours.isEmpty()) {
      return true;
    }
    Map<Registration.Key, Registration> there = table();
    boolean done = takeOut(wanted, there, complaints);
    Set<Registration> keep = new LinkedHashSet<>(ours);
    keep.addAll(wanted);
    if (!keep.equals(ours)) {
      memory.write(keep); // before they are entered: a crash between the two is covered
    }
    for (Registration registration : wanted) {
      done &= enter(registration, there, complaints);
    }
    memory.write(ours);
    return done;
  }

  private Map<Registration.Key, Registration> table() throws IOException {
    List<Registration> all = rpcbind.dump();
    Map<Registration.Key, Registration> there = new HashMap<>();
    all.forEach(registration -> there.put(registration.key(), registration));
    return there;
  }

  /** What was ours goes, unless somebody else has taken the place meanwhile. */
  private boolean takeOut(
      Set<Registration> wanted, Map<Registration.Key, Registration> there, Set<String> complaints)
      throws IOException {
    boolean done = true;
    for (Registration old : List.copyOf(ours)) {
      if (wanted.contains(old)) {
        continue;
      }
      if (old.equals(there.get(old.key()))) {
        if (!rpcbind.unset(old)) {
          complaints.add("rpcbind does not give up " + old);
          done = false;
          continue;
        }
        there.remove(old.key());
      }
      ours.remove(old);
    }
    return done;
  }

  private boolean enter(
      Registration wanted, Map<Registration.Key, Registration> there, Set<String> complaints)
      throws IOException {
    Optional<Registration> present = Optional.ofNullable(there.get(wanted.key()));
    if (present.isPresent() && !present.get().equals(wanted)) {
      complaints.add("not registered: " + wanted + "; another server is: " + present.get());
      return false;
    }
    if (present.isEmpty() && !rpcbind.set(wanted)) {
      complaints.add("rpcbind does not take " + wanted);
      return false;
    }
    ours.add(wanted);
    return true;
  }
}
