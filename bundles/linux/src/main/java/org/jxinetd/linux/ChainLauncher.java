package org.jxinetd.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The way without the helper: bash calls prlimit, then setpriv, nice and bash run one another, all
 * in one process; the last bash sets the file mode mask and argv[0]. Their complaints go to the
 * daemon's log by descriptor 2, which becomes the client's with the last exec. No start-up file is
 * read: bash would take a socket as descriptor 0 for a remote shell and run root's .bashrc.
 *
 * <p>Compared with the helper the server sees an additional variable {@code _}; a failure of
 * setpriv is told by status 127 and the log instead of a report; and where only the kernel's own
 * attempt shows that a file cannot be executed (another machine's program, a file that is open for
 * writing) bash says so to the client.
 */
record ChainLauncher(String bash, String setpriv, String nice, String prlimit, String printf)
    implements Launcher {

  /** Variables that bash sets for itself: what the service gives them travels as an argument. */
  private static final Set<String> BASH_SETS = Set.of("PWD", "OLDPWD", "SHLVL");

  /** $1 prlimit, limits up to "--", then the rest of the chain. */
  private static final String FIRST =
      """
      while [ "$2" != -- ]; do
        "$1" --pid $$ "$2"
        set -- "$1" "${@:3}"
      done
      exec -- "${@:3}"
      """;

  /**
   * $0 printf, $1 the mask or empty, $2 the path, $3 argv[0], $4 how many assignments follow, then
   * these, then the arguments. Descriptor 3 takes a report like the helper's: three native ints; 4
   * is what the server gets as 2. No variables are used, since the server would lose those of the
   * same name. An exec counts SHLVL down and exports it, unless it is an array, which cannot be
   * exported.
   */
  private static final String LAST =
      """
      word() {
        printf '\\\\x%02x\\\\x%02x\\\\x%02x\\\\x%02x' \
          $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255))
      }
      fail() {
        "$0" "$(word $$)$(word 6)$(word "$1")" >&3
        exit "$2"
      }
      interpreter() {
        local line=${1:2}
        line=${line#"${line%%[![:blank:]]*}"}
        line=${line%%[[:blank:]]*}
        [ -e "$line" ] || fail 2 127
        [ -f "$line" ] && [ -x "$line" ] || fail 13 126
      }
      check() {
        [ -e "$1" ] || fail 2 127
        [ -f "$1" ] && [ -x "$1" ] || fail 13 126
        [ -r "$1" ] || return 0
        local head=
        local LC_ALL=C
        IFS= read -r -n 255 head <"$1"
        case $head in
          '#!'*) interpreter "$head" ;;
          $'\\x7fELF'*) ;;
          *) fail 8 126 ;;
        esac
      }
      check "$2"
      [ -z "$1" ] || umask "$1"
      unset -f word fail interpreter check
      export -n PWD OLDPWD
      unset SHLVL
      SHLVL=()
      while [ "$4" != 0 ]; do
        case $5 in SHLVL=*) unset SHLVL ;; esac
        export "$5"
        set -- "$1" "$2" "$3" $(($4 - 1)) "${@:6}"
      done
      exec -a "$3" -- "$2" "${@:5}" 2>&4 4>&- 3>&-
      """;

  /** Finds the programs of the chain; those that are missing fail when they are called. */
  static ChainLauncher find() {
    return new ChainLauncher(
        tool("bash"), tool("setpriv"), tool("nice"), tool("prlimit"), tool("printf"));
  }

  private static String tool(String name) {
    return Stream.of("/usr/bin/", "/bin/")
        .map(folder -> folder + name)
        .filter(path -> Files.isExecutable(Path.of(path)))
        .findFirst()
        .orElse("/usr/bin/" + name);
  }

  @Override
  public boolean complains() {
    return true;
  }

  @Override
  public List<String> arguments(Command command) {
    List<String> out = new ArrayList<>();
    limits(command.limits(), out);
    credentials(command.credentials(), out);
    if (command.nice().isPresent()) {
      int added = Math.clamp(command.nice().getAsInt(), -40, 40);
      out.addAll(List.of(nice, "-n", Integer.toString(added), "--"));
    }
    last(command, out);
    return out;
  }

  private void limits(List<ResourceLimit> limits, List<String> out) {
    if (limits.isEmpty()) {
      return;
    }
    out.addAll(List.of(bash, "--norc", "-p", "-c", FIRST, "bash", prlimit));
    for (ResourceLimit limit : limits) {
      String name = limit.resource().name().toLowerCase(Locale.ROOT);
      out.add("--" + name + "=" + amount(limit.soft()) + ":" + amount(limit.hard()));
    }
    out.add("--");
  }

  private void last(Command command, List<String> out) {
    out.addAll(List.of(bash, "--norc", "-p", "-c", LAST, printf));
    out.add(command.umask().isPresent() ? Integer.toOctalString(command.umask().getAsInt()) : "");
    out.add(command.path());
    out.add(command.arguments().getFirst());
    List<String> assignments =
        command.environment().stream()
            .filter(e -> BASH_SETS.contains(e.substring(0, Math.max(0, e.indexOf('=')))))
            .map(ChainLauncher::level)
            .toList();
    out.add(Integer.toString(assignments.size()));
    out.addAll(assignments);
    out.addAll(command.arguments().subList(1, command.arguments().size()));
  }

  /** The level of shells is one more before the exec. */
  private static String level(String assignment) {
    return assignment.matches("SHLVL=[0-9]{1,3}")
        ? "SHLVL=" + (Integer.parseInt(assignment.substring(6)) + 1)
        : assignment;
  }

  private static String amount(long value) {
    return value == ResourceLimit.UNLIMITED ? "unlimited" : Long.toString(value);
  }

  private void credentials(Credentials who, List<String> out) {
    if (who.uid().isEmpty() && who.gid().isEmpty() && who.groups().isEmpty()) {
      return;
    }
    out.add(setpriv);
    who.uid().ifPresent(uid -> out.add("--reuid=" + Integer.toUnsignedString(uid)));
    who.gid().ifPresent(gid -> out.add("--regid=" + Integer.toUnsignedString(gid)));
    if (who.groups().isEmpty()) {
      if (who.gid().isPresent()) {
        out.add("--keep-groups");
      }
    } else if (who.groups().get().isEmpty()) {
      out.add("--clear-groups");
    } else {
      out.add(
          "--groups="
              + who.groups().get().stream()
                  .map(Integer::toUnsignedString)
                  .collect(Collectors.joining(",")));
    }
    out.add("--");
  }
}
