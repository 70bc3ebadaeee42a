package org.jxinetd.shell.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who may command. The mode of the socket's file has kept strangers out already; this is the second
 * lock, which holds as well when the file's mode was changed by hand.
 *
 * @param owner the user the daemon runs as
 * @param group whose members may command
 * @param membership asks the system's user database
 */
record Peers(
    UserPrincipal root,
    UserPrincipal owner,
    Optional<GroupPrincipal> group,
    Membership membership) {

  /** Who belongs to which group besides the primary one. */
  @FunctionalInterface
  interface Membership {
    boolean contains(String group, String user);
  }

  static Peers of(UserPrincipal owner, Optional<GroupPrincipal> group, Membership membership)
      throws IOException {
    UserPrincipal root =
        FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
    return new Peers(root, owner, group, membership);
  }

  /** The other end, as the kernel knew it when it connected. */
  static UnixDomainPrincipal of(SocketChannel client) throws IOException {
    return client.getOption(ExtendedSocketOptions.SO_PEERCRED);
  }

  boolean mayCommand(UnixDomainPrincipal peer) {
    return peer.user().equals(root)
        || peer.user().equals(owner)
        || (group.isPresent()
            && (peer.group().equals(group.get())
                || membership.contains(group.get().getName(), peer.user().getName())));
  }
}
