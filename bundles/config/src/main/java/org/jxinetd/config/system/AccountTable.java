package org.jxinetd.config.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jxinetd.config.language.Numbers;
import org.jxinetd.linux.Accounts;

/**
 * Numbers of users and groups. Looks into the files first, since most accounts are there, and asks
 * the system's name services, which may be a server far away, for the others. Each name is asked
 * for once. For one thread.
 */
public final class AccountTable {

  private static final int MAX_LINES = 200_000;

  private final Path directory;
  private final Function<String, OptionalInt> moreUsers;
  private final Function<String, OptionalInt> moreGroups;
  private final Map<String, OptionalLong> users = new HashMap<>();
  private final Map<String, OptionalLong> groups = new HashMap<>();

  /**
   * @param directory with passwd and group: /etc on a real system
   * @param moreUsers finds users that are not in the file
   * @param moreGroups finds groups that are not in the file
   */
  public AccountTable(
      Path directory,
      Function<String, OptionalInt> moreUsers,
      Function<String, OptionalInt> moreGroups) {
    this.directory = directory;
    this.moreUsers = moreUsers;
    this.moreGroups = moreGroups;
  }

  /** The accounts of this host. */
  public static AccountTable system() {
    return new AccountTable(
        Path.of("/etc"),
        name -> Accounts.user(name).map(u -> OptionalInt.of(u.uid())).orElse(OptionalInt.empty()),
        name -> Accounts.group(name).map(OptionalInt::of).orElse(OptionalInt.empty()));
  }

  /** The id of a user given by name or number; empty when there is none. */
  public OptionalLong user(String nameOrNumber) {
    return find(nameOrNumber, "passwd", users, moreUsers);
  }

  /** The id of a group given by name or number; empty when there is none. */
  public OptionalLong group(String nameOrNumber) {
    return find(nameOrNumber, "group", groups, moreGroups);
  }

  private OptionalLong find(
      String word,
      String file,
      Map<String, OptionalLong> known,
      Function<String, OptionalInt> more) {
    OptionalLong number = Numbers.whole(word);
    if (number.isPresent()) {
      return number;
    }
    if (known.isEmpty()) {
      read(directory.resolve(file), known);
      known.put("", OptionalLong.empty());
    }
    return known.computeIfAbsent(
        word,
        name -> {
          OptionalInt id = more.apply(name);
          return id.isPresent()
              ? OptionalLong.of(Integer.toUnsignedLong(id.getAsInt()))
              : OptionalLong.empty();
        });
  }

  private static void read(Path file, Map<String, OptionalLong> ids) {
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      String line = in.readLine();
      for (int n = 0; line != null && n < MAX_LINES; n++, line = in.readLine()) {
        String[] fields = line.split(":", 4);
        OptionalLong id = fields.length > 2 ? Numbers.whole(fields[2]) : OptionalLong.empty();
        if (id.isPresent()) {
          ids.putIfAbsent(fields[0], id);
        }
      }
    } catch (IOException unreadable) {
      // as getpwnam(3): a file that cannot be read knows nobody, the name services are asked
      return;
    }
  }
}
