package org.jxinetd.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The way without the helper: prlimit, setpriv and nice run one another, bash sets the file mode
 * mask and argv[0]. Each writes its complaints to descriptor 2, which must not be the client's: it
 * is the null device until the last of them. Compared with the helper the server sees an additional
 * variable {@code _}, and the steps of a failure before the exec are told by their status alone.
 */
record ChainLauncher() implements Launcher {

  /**
   * $1 the mask or empty, $2 the path, $3 argv[0], then the arguments. Descriptor 3 takes a report
   * like the helper's: three native ints, of which bash can write the bytes.
   */
  private static final String LAST =
      """
      word() { printf "\\\\x%02x\\\\x%02x\\\\x%02x\\\\x%02x" $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255)); }
      fail() { printf "$(word $$)$(word 6)$(word $1)" >&3; exit $2; }
      [ -e "$2" ] || fail 2 127
      [ -f "$2" ] && [ -x "$2" ] || fail 13 126
      LC_ALL=C read -r -N 4 head <"$2" 2>/dev/null || [ -n "$head" ] || fail 8 126
      case $head in '#!'* | ?ELF) ;; *) fail 8 126 ;; esac
      [ -z "$1" ] || umask "$1"
      path=$2 name=$3
      shift 3
      unset head; unset -f word fail
      export -n PWD OLDPWD SHLVL path name
      exec -a "$name" -- "$path" "$@" 2>&0 3>&-\
      """;

  @Override
  public String path() {
    return "/bin/bash";
  }

  @Override
  public List<String> arguments(Command command) {
    List<String> chain = new ArrayList<>();
    limits(command, chain);
    credentials(command, chain);
    if (command.nice().isPresent()) {
      chain.addAll(List.of("nice", "-n", Integer.toString(command.nice().getAsInt()), "--"));
    }
    chain.addAll(List.of("/bin/bash", "-c", LAST, "bash"));
    chain.add(command.umask().isPresent() ? Integer.toOctalString(command.umask().getAsInt()) : "");
    chain.add(command.path());
    chain.addAll(command.arguments());
    List<String> out = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" 2>/dev/null", "bash"));
    out.addAll(chain);
    return out;
  }

  private static void limits(Command command, List<String> chain) {
    if (command.limits().isEmpty()) {
      return;
    }
    chain.add("prlimit");
    for (ResourceLimit limit : command.limits()) {
      chain.add(
          "--"
              + limit.resource().name().toLowerCase(Locale.ROOT)
              + "="
              + amount(limit.soft())
              + ":"
              + amount(limit.hard()));
    }
    chain.add("--");
  }

  private static String amount(long value) {
    return value == ResourceLimit.UNLIMITED ? "unlimited" : Long.toString(value);
  }

  private static void credentials(Command command, List<String> chain) {
    Credentials who = command.credentials();
    if (who.uid().isEmpty() && who.gid().isEmpty() && who.groups().isEmpty()) {
      return;
    }
    chain.add("setpriv");
    who.uid().ifPresent(uid -> chain.add("--reuid=" + Integer.toUnsignedString(uid)));
    who.gid().ifPresent(gid -> chain.add("--regid=" + Integer.toUnsignedString(gid)));
    if (who.groups().isEmpty()) {
      if (who.gid().isPresent()) {
        chain.add("--keep-groups");
      }
    } else if (who.groups().get().isEmpty()) {
      chain.add("--clear-groups");
    } else {
      chain.add(
          "--groups="
              + who.groups().get().stream()
                  .map(Integer::toUnsignedString)
                  .collect(Collectors.joining(",")));
    }
    chain.add("--");
  }
}
