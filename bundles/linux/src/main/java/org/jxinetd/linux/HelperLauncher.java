package org.jxinetd.linux;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The C helper: sets what a command asks for and becomes the server. */
record HelperLauncher(Path helper) implements Launcher {

  @Override
  public boolean complains() {
    return false;
  }

  @Override
  public List<String> arguments(Command command) {
    List<String> out = new ArrayList<>();
    out.add(helper.toString());
    Credentials who = command.credentials();
    for (ResourceLimit limit : command.limits()) {
      out.add(
          "limit="
              + limit.resource().number()
              + ":"
              + amount(limit.soft())
              + ":"
              + amount(limit.hard()));
    }
    who.gid().ifPresent(gid -> out.add("gid=" + Integer.toUnsignedString(gid)));
    who.groups()
        .ifPresent(
            groups ->
                out.add(
                    "groups="
                        + groups.stream()
                            .map(Integer::toUnsignedString)
                            .collect(Collectors.joining(","))));
    who.uid().ifPresent(uid -> out.add("uid=" + Integer.toUnsignedString(uid)));
    command.umask().ifPresent(mask -> out.add("umask=" + Integer.toOctalString(mask)));
    command.nice().ifPresent(nice -> out.add("nice=" + Math.clamp(nice, -40, 40)));
    out.add("--");
    out.add(command.path());
    out.addAll(command.arguments());
    return out;
  }

  private static String amount(long value) {
    return value == ResourceLimit.UNLIMITED ? "-" : Long.toString(value);
  }
}
