package org.jxinetd.handler.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.Accounts;
import org.jxinetd.linux.Credentials;

class OwnerTest {

  private static final Accounts.User NOBODY = Accounts.user("nobody").orElseThrow();

  private static ServiceSpec.Builder service() {
    return ServiceSpec.builder("test", "finger").origin(Origin.of("x.conf", 7));
  }

  private static Credentials of(int uid, int gid, int... groups) {
    return new Credentials(
        OptionalInt.of(uid),
        OptionalInt.of(gid),
        Optional.of(Arrays.stream(groups).boxed().toList()));
  }

  private static void assertRefused(String reason, ServiceSpec.Builder service, int uid) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> Owner.of(service.build(), uid, 100));
    assertEquals(reason, e.problems().getFirst().toString());
  }

  @Test
  void becomesTheUserWithoutOtherGroups() throws ConfigException {
    assertEquals(
        of(NOBODY.uid(), NOBODY.gid()),
        Owner.of(service().attribute("user", "nobody").build(), 0, 0));
    assertEquals(of(54321, 54321), Owner.of(service().attribute("user", "54321").build(), 0, 0));
  }

  @Test
  void prefersTheGroupThatIsGiven() throws ConfigException {
    assertEquals(
        of(NOBODY.uid(), 77),
        Owner.of(service().attribute("user", "nobody").attribute("group", "77").build(), 0, 0));
    assertEquals(
        new Credentials(OptionalInt.empty(), OptionalInt.of(77), Optional.of(List.of())),
        Owner.of(service().attribute("group", "77").build(), 0, 0));
  }

  @Test
  void takesTheGroupsOfTheUserWhenAsked() throws ConfigException {
    int[] groups = Accounts.groupsOf(NOBODY);
    assertEquals(
        of(NOBODY.uid(), NOBODY.gid(), groups),
        Owner.of(service().attribute("user", "nobody").attribute("groups", "yes").build(), 0, 0));
    String number = Integer.toUnsignedString(NOBODY.uid());
    assertEquals(
        of(NOBODY.uid(), NOBODY.uid(), groups),
        Owner.of(service().attribute("user", number).attribute("groups", "yes").build(), 0, 0));
    assertEquals(
        of(NOBODY.uid(), NOBODY.gid()),
        Owner.of(service().attribute("user", "nobody").attribute("groups", "no").build(), 0, 0));
  }

  @Test
  void staysTheDaemonWithoutUserAndGroup() throws ConfigException {
    assertEquals(Credentials.UNCHANGED, Owner.of(service().build(), 0, 0));
    assertEquals(Credentials.UNCHANGED, Owner.of(service().build(), 1000, 100));
    assertEquals(
        Credentials.UNCHANGED,
        Owner.of(service().attribute("user", "1000").attribute("group", "100").build(), 1000, 100));
  }

  @Test
  void refusesOthersThanItselfUnlessRoot() {
    assertRefused(
        "x.conf:7: user: only root can start servers as nobody; the daemon runs as uid 1000;"
            + " service finger not started",
        service().attribute("user", "nobody"),
        1000);
    assertRefused(
        "x.conf:7: group: only root can start servers with gid 0; the daemon runs with gid 100;"
            + " service finger not started",
        service().attribute("user", "1000").attribute("group", "0"),
        1000);
  }

  @Test
  void refusesUnknownNamesAndNumbersOutOfRange() {
    for (String bad : List.of("nosuchuser", "4294967295", "4294967296", "99999999999", "-1")) {
      for (String attribute : List.of("user", "group")) {
        assertRefused(
            "x.conf:7: "
                + attribute
                + ": Unknown "
                + attribute
                + ": "
                + bad
                + "; service finger not started",
            service().attribute(attribute, bad),
            0);
      }
    }
  }

  @Test
  void refusesTheGroupsOfANumberWithoutAnAccount() {
    assertRefused(
        "x.conf:7: groups: user 54321 has no account whose groups could be taken;"
            + " service finger not started",
        service().attribute("user", "54321").attribute("groups", "yes"),
        0);
  }
}
