package org.jxinetd.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AccountsTest {

  private static Stream<String[]> entries(String file) throws IOException {
    return Files.readAllLines(Path.of(file)).stream()
        .filter(line -> !line.startsWith("#") && !line.startsWith("+"))
        .map(line -> line.split(":"));
  }

  @Test
  void findsEveryUserOfTheFile() throws Exception {
    for (String[] entry : entries("/etc/passwd").toList()) {
      Accounts.User wanted =
          new Accounts.User(
              entry[0], Integer.parseUnsignedInt(entry[2]), Integer.parseUnsignedInt(entry[3]));
      assertEquals(Optional.of(wanted), Accounts.user(entry[0]));
      assertEquals(
          Optional.of(wanted.uid()), Accounts.userOf(wanted.uid()).map(Accounts.User::uid));
    }
  }

  @Test
  void findsEveryGroupOfTheFile() throws Exception {
    for (String[] entry : entries("/etc/group").toList()) {
      assertEquals(Optional.of(Integer.parseUnsignedInt(entry[2])), Accounts.group(entry[0]));
    }
  }

  @Test
  void takesNumbersWithoutAnEntry() {
    assertEquals(Optional.of(new Accounts.User("54321", 54321, 54321)), Accounts.user("54321"));
    assertEquals(Optional.of(54321), Accounts.group("54321"));
    assertEquals(Optional.of(-2), Accounts.user("4294967294").map(Accounts.User::uid));
    assertEquals(Optional.of(-2), Accounts.group("4294967294"));
    assertEquals(Optional.of(7), Accounts.group("0000000007"));
    assertEquals(Optional.empty(), Accounts.userOf(54321));
  }

  @Test
  void refusesNumbersOutOfRangeAndUnknownNames() {
    for (String bad :
        List.of(
            "4294967295",
            "4294967296",
            "99999999999",
            "99999999999999999999999",
            "-1",
            "",
            " ",
            "no such one",
            "root\0",
            "1x",
            "+0")) {
      assertEquals(Optional.empty(), Accounts.user(bad), bad);
      assertEquals(Optional.empty(), Accounts.group(bad), bad);
    }
  }

  @Test
  void listsThePrimaryGroupAndThoseThatNameTheUser() throws Exception {
    for (String[] entry : entries("/etc/passwd").toList()) {
      Accounts.User user = Accounts.user(entry[0]).orElseThrow();
      IntStream named =
          entries("/etc/group")
              .filter(g -> g.length > 3 && List.of(g[3].split(",")).contains(user.name()))
              .mapToInt(g -> Integer.parseUnsignedInt(g[2]));
      int[] wanted =
          IntStream.concat(IntStream.of(user.gid()), named).distinct().sorted().toArray();
      assertArrayEquals(
          wanted, Arrays.stream(Accounts.groupsOf(user)).sorted().toArray(), user.name());
    }
    Accounts.User stranger = new Accounts.User("54321", 54321, 54322);
    assertArrayEquals(new int[] {54322}, Accounts.groupsOf(stranger));
  }
}
