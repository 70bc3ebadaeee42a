package org.jxinetd.access.libwrap;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jxinetd.access.libwrap.Options.Step;
import org.jxinetd.api.access.SpawnChanges.Owner;
import org.jxinetd.api.access.SpawnChanges.SocketOptions;
import org.jxinetd.linux.Accounts;

/** Reads the options that are about the server itself: its user, umask, niceness, its banner. */
final class ChildOption {

  private static final OptionalInt NONE = OptionalInt.empty();
  private static final int USUAL_NICE = 10;

  private ChildOption() {}

  /** A step, or the fault that there is none. */
  record Reading(Optional<Step> step, Optional<String> fault) {
    static Reading of(Step step) {
      return new Reading(Optional.of(step), Optional.empty());
    }

    static Reading bad(String fault) {
      return new Reading(Optional.empty(), Optional.of(fault));
    }
  }

  static Reading read(Option option, String value) {
    return switch (option) {
      case BANNERS -> banners(value);
      case UMASK -> umask(value);
      case NICE -> nice(value);
      case LINGER -> linger(value);
      case USER -> user(value);
      case GROUP -> group(value);
      default -> throw new IllegalArgumentException(option.toString());
    };
  }

  private static Reading banners(String value) {
    try {
      Path folder = Path.of(value);
      return folder.isAbsolute()
          ? Reading.of(new Step.Banner(folder))
          : Reading.bad("banners: \"" + value + "\" is not an absolute path");
    } catch (InvalidPathException e) {
      return Reading.bad("banners: " + e.getReason());
    }
  }

  private static Reading umask(String value) {
    return value.matches("0*[0-7]{1,3}")
        ? owner(new Owner(NONE, NONE, OptionalInt.of(Integer.parseInt(value, 8)), NONE))
        : Reading.bad("bad umask value: \"" + value + "\"");
  }

  private static Reading nice(String value) {
    if (!value.matches("([+-]?[0-9]{1,3})?")) {
      return Reading.bad("bad nice value: \"" + value + "\"");
    }
    int nice = value.isEmpty() ? USUAL_NICE : Integer.parseInt(value);
    return owner(new Owner(NONE, NONE, NONE, OptionalInt.of(nice)));
  }

  private static Reading linger(String value) {
    return value.matches("[0-9]{1,5}")
        ? Reading.of(
            new Step.Socket(new SocketOptions(false, OptionalInt.of(Integer.parseInt(value)))))
        : Reading.bad("bad linger value: \"" + value + "\"");
  }

  /** {@code nobody} or {@code nobody.kmem}; without a group it is the user's own. */
  private static Reading user(String value) {
    int dot = value.indexOf('.');
    String name = dot < 0 ? value : value.substring(0, dot);
    Optional<Accounts.User> user = Accounts.user(name);
    if (user.isEmpty()) {
      return Reading.bad("unknown user: \"" + name + "\"");
    }
    Optional<Integer> group =
        dot < 0 ? Optional.of(user.get().gid()) : Accounts.group(value.substring(dot + 1));
    if (group.isEmpty()) {
      return Reading.bad("unknown group: \"" + value.substring(dot + 1) + "\"");
    }
    return owner(
        new Owner(OptionalInt.of(user.get().uid()), OptionalInt.of(group.get()), NONE, NONE));
  }

  private static Reading group(String value) {
    Optional<Integer> group = Accounts.group(value);
    return group.isEmpty()
        ? Reading.bad("unknown group: \"" + value + "\"")
        : owner(new Owner(NONE, OptionalInt.of(group.get()), NONE, NONE));
  }

  private static Reading owner(Owner owner) {
    return Reading.of(new Step.Owner(owner));
  }
}
