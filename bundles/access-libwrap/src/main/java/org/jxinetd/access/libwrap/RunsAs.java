package org.jxinetd.access.libwrap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.Accounts;
import org.jxinetd.linux.Credentials;

/**
 * Who the server of a service runs as, and so the commands of the rules that are about it: the user
 * of the service where it has one, else the daemon.
 *
 * @param uid the service's user
 */
record RunsAs(Credentials credentials, int uid) {

  private static final int ROOT = 0;

  /**
   * @param daemon the daemon's own user id; only root can start processes of others
   */
  static RunsAs of(ServiceSpec service, int daemon) {
    Optional<Accounts.User> user = service.word("user").flatMap(Accounts::user);
    if (daemon != ROOT || user.isEmpty()) {
      return new RunsAs(Credentials.UNCHANGED, daemon);
    }
    int gid = service.word("group").flatMap(Accounts::group).orElse(user.get().gid());
    return new RunsAs(
        new Credentials(
            OptionalInt.of(user.get().uid()), OptionalInt.of(gid), Optional.of(List.of())),
        user.get().uid());
  }

  /** Only root can become somebody else. */
  boolean mayBecome(SpawnChanges.Owner owner) {
    boolean same = owner.uid().isEmpty() || owner.uid().getAsInt() == uid;
    return uid == ROOT || (same && (owner.gid().isEmpty() || ownGroup(owner.gid().getAsInt())));
  }

  private boolean ownGroup(int gid) {
    return credentials.gid().isPresent() && credentials.gid().getAsInt() == gid;
  }
}
