package org.jxinetd.itests;

import java.io.IOException;
import java.nio.file.Path;

/**
 * System files of one server alone: it runs in a mount namespace of its own, where other files lie
 * over those of the machine.
 */
final class PrivateEtc {
  private PrivateEtc() {}

  /**
   * What to put before the command to give it a folder as its /etc, which the test can go on
   * changing; TCP wrappers are asked.
   */
  static String[] folder(Path etc) {
    return within("mount --bind '%s' /etc || exit 99\n".formatted(etc), true);
  }

  /** A copy of the machine's /etc. */
  static Path copy(Path to) throws IOException {
    Tool.run(Tool.path("cp"), "-a", "/etc", to.toString()).ok();
    return to;
  }

  /** What to put before the command; the server asks TCP wrappers when {@code wrapped}. */
  static String[] with(Path allow, Path deny, boolean wrapped) {
    return within(
        "mount --bind '%s' /etc/hosts.allow && mount --bind '%s' /etc/hosts.deny || exit 99\n"
            .formatted(allow, deny),
        wrapped);
  }

  private static String[] within(String mounts, boolean wrapped) {
    String script =
        mounts
            + (wrapped
                ? "for word; do shift; [ \"$word\" = -nolibwrap ] || set -- \"$@\" \"$word\";"
                    + " done\n"
                : "")
            + "exec \"$@\"";
    return new String[] {
      Tool.path("unshare"), "-m", "--propagation", "private", Tool.path("sh"), "-c", script, "-"
    };
  }
}
