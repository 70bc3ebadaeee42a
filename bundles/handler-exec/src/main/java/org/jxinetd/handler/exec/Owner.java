package org.jxinetd.handler.exec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.Accounts;
import org.jxinetd.linux.Credentials;

/** Who a server runs as: user, group, groups. */
final class Owner {

  private Owner() {}

  /**
   * Resolves the names.
   *
   * @param effectiveUid the daemon's own; only root can become somebody else
   */
  static Credentials of(ServiceSpec service, int effectiveUid, int effectiveGid)
      throws ConfigException {
    Optional<Accounts.User> user = user(service);
    Optional<Integer> group = group(service).or(() -> user.map(Accounts.User::gid));
    if (effectiveUid != 0) {
      onlyOurselves(service, user, group(service), effectiveUid, effectiveGid);
      return Credentials.UNCHANGED;
    }
    if (user.isEmpty() && group.isEmpty()) {
      return Credentials.UNCHANGED;
    }
    List<Integer> groups =
        service.yes("groups", false) && user.isPresent() ? groups(service, user.get()) : List.of();
    return new Credentials(
        user.map(u -> OptionalInt.of(u.uid())).orElseGet(OptionalInt::empty),
        group.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        Optional.of(groups));
  }

  /** A number is looked up as well: groups are kept by name. */
  private static List<Integer> groups(ServiceSpec service, Accounts.User user)
      throws ConfigException {
    boolean number = user.name().chars().allMatch(c -> c >= '0' && c <= '9');
    if (!number) {
      return Arrays.stream(Accounts.groupsOf(user)).boxed().toList();
    }
    Optional<Accounts.User> account = Accounts.userOf(user.uid());
    if (account.isEmpty()) {
      throw ConfigException.in(
          service,
          service.attribute("groups").orElseThrow(),
          "user " + user.name() + " has no account whose groups could be taken");
    }
    Accounts.User named = new Accounts.User(account.get().name(), user.uid(), user.gid());
    return Arrays.stream(Accounts.groupsOf(named)).boxed().toList();
  }

  private static Optional<Accounts.User> user(ServiceSpec service) throws ConfigException {
    Optional<Attribute> set = service.attribute("user");
    if (set.isEmpty()) {
      return Optional.empty();
    }
    Optional<Accounts.User> found = Accounts.user(set.get().text());
    if (found.isEmpty()) {
      throw ConfigException.in(service, set.get(), "Unknown user: " + set.get().text());
    }
    return found;
  }

  private static Optional<Integer> group(ServiceSpec service) throws ConfigException {
    Optional<Attribute> set = service.attribute("group");
    if (set.isEmpty()) {
      return Optional.empty();
    }
    Optional<Integer> found = Accounts.group(set.get().text());
    if (found.isEmpty()) {
      throw ConfigException.in(service, set.get(), "Unknown group: " + set.get().text());
    }
    return found;
  }

  /** A daemon that is not root can start servers as itself, and as nobody else. */
  private static void onlyOurselves(
      ServiceSpec service, Optional<Accounts.User> user, Optional<Integer> group, int uid, int gid)
      throws ConfigException {
    if (user.isPresent() && user.get().uid() != uid) {
      throw ConfigException.in(
          service,
          service.attribute("user").orElseThrow(),
          "only root can start servers as "
              + user.get().name()
              + "; the daemon runs as uid "
              + Integer.toUnsignedString(uid));
    }
    if (group.isPresent() && group.get() != gid) {
      throw ConfigException.in(
          service,
          service.attribute("group").orElseThrow(),
          "only root can start servers with gid "
              + Integer.toUnsignedString(group.get())
              + "; the daemon runs with gid "
              + Integer.toUnsignedString(gid));
    }
  }
}
