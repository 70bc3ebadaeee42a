package org.jxinetd.shell.control;

import java.util.Optional;
import org.jxinetd.linux.Accounts;

/** The groups of the system's user database. */
final class SystemGroups {

  private SystemGroups() {}

  /** True when the user is a member of the group; a name that is unknown is a member of nothing. */
  static boolean contains(String groupName, String userName) {
    Optional<Integer> group = Accounts.group(groupName);
    Optional<Accounts.User> user = Accounts.user(userName);
    if (group.isEmpty() || user.isEmpty()) {
      return false;
    }
    for (int member : Accounts.groupsOf(user.get())) {
      if (member == group.get()) {
        return true;
      }
    }
    return false;
  }
}
