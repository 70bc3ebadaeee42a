package org.jxinetd.itests;

import java.io.IOException;
import java.nio.file.Path;

/**
 * hosts.allow and hosts.deny of one server alone: it runs in a mount namespace of its own, where
 * other files lie over those of the machine.
 */
final class PrivateEtc {
  private PrivateEtc() {}

  /** What to put before the command; the server asks TCP wrappers when {@code wrapped}. */
  static String[] with(Path allow, Path deny, boolean wrapped) throws IOException {
    String script =
        "mount --bind '%s' /etc/hosts.allow && mount --bind '%s' /etc/hosts.deny || exit 99\n"
                .formatted(allow, deny)
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
