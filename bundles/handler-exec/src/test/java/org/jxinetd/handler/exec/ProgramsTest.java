package org.jxinetd.handler.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.SpawnChanges;
import org.jxinetd.api.access.SpawnChanges.Owner;
import org.jxinetd.linux.Command;
import org.jxinetd.linux.Credentials;

class ProgramsTest {

  private static final Command SERVER =
      new Command(
          "/usr/sbin/in.fingerd",
          List.of("in.fingerd", "-l"),
          List.of("A=1"),
          new Credentials(OptionalInt.of(0), OptionalInt.of(3), Optional.of(List.of(7))),
          OptionalInt.of(022),
          OptionalInt.of(1),
          List.of());

  private static Command changed(Owner owner, Optional<String> command) {
    return Programs.changed(
        SERVER, new SpawnChanges(Map.of(), owner, SpawnChanges.SocketOptions.SAME, "", command));
  }

  @Test
  void leavesAloneWhatNoRuleChanges() {
    assertEquals(SERVER, changed(Owner.SAME, Optional.empty()));
  }

  @Test
  void putsAShellCommandInThePlaceOfTheServer() {
    Command twisted = changed(Owner.SAME, Optional.of("echo no"));
    assertEquals("/bin/sh", twisted.path());
    assertEquals(List.of("sh", "-c", "echo no"), twisted.arguments());
    assertEquals(SERVER.environment(), twisted.environment());
    assertEquals(SERVER.credentials(), twisted.credentials());
  }

  @Test
  void dropsTheGroupsOfTheFormerUser() {
    Owner nobody =
        new Owner(
            OptionalInt.of(65534), OptionalInt.empty(), OptionalInt.of(077), OptionalInt.of(9));
    Command changed = changed(nobody, Optional.empty());
    assertEquals(
        new Credentials(OptionalInt.of(65534), OptionalInt.of(3), Optional.of(List.of())),
        changed.credentials());
    assertEquals(OptionalInt.of(077), changed.umask());
    assertEquals(OptionalInt.of(9), changed.nice());
  }

  @Test
  void changesTheGroupAloneAndKeepsTheOthers() {
    Owner group =
        new Owner(OptionalInt.empty(), OptionalInt.of(5), OptionalInt.empty(), OptionalInt.empty());
    Command changed = changed(group, Optional.empty());
    assertEquals(
        new Credentials(OptionalInt.of(0), OptionalInt.of(5), Optional.of(List.of(7))),
        changed.credentials());
    assertEquals(OptionalInt.of(022), changed.umask());
    assertEquals(OptionalInt.of(1), changed.nice());
  }
}
