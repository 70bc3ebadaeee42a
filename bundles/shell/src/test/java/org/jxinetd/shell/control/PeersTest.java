package org.jxinetd.shell.control;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import jdk.net.UnixDomainPrincipal;
import org.junit.jupiter.api.Test;

class PeersTest {

  // numbers that belong to nobody are principals as well
  private static UserPrincipal user(String number) throws IOException {
    return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(number);
  }

  private static GroupPrincipal group(String number) throws IOException {
    return FileSystems.getDefault()
        .getUserPrincipalLookupService()
        .lookupPrincipalByGroupName(number);
  }

  private static UnixDomainPrincipal peer(String user, String group) throws IOException {
    return new UnixDomainPrincipal(user(user), group(group));
  }

  @Test
  void rootAndTheDaemonsOwnUserMayCommand() throws Exception {
    Peers peers = Peers.of(user("70001"), Optional.empty(), (_, _) -> true);
    assertTrue(peers.mayCommand(peer("0", "70009")));
    assertTrue(peers.mayCommand(peer("70001", "70009")));
  }

  @Test
  void nobodyElseMayCommandWithoutAGroup() throws Exception {
    Peers peers = Peers.of(user("70001"), Optional.empty(), (_, _) -> true);
    assertFalse(peers.mayCommand(peer("70002", "0")));
    assertFalse(peers.mayCommand(peer("70002", "70001")));
  }

  @Test
  void membersOfTheGroupMayCommand() throws Exception {
    Peers peers =
        Peers.of(
            user("70001"),
            Optional.of(group("70005")),
            (group, user) -> group.equals("70005") && user.equals("70003"));
    assertTrue(peers.mayCommand(peer("70002", "70005")));
    assertTrue(peers.mayCommand(peer("70003", "70006")));
    assertFalse(peers.mayCommand(peer("70002", "70006")));
  }
}
