package org.jxinetd.access.libwrap;

import java.util.List;
import java.util.Random;

/** Writes rule files and clients of which something matches now and then. Same seed, same files. */
final class Rules {

  private static final String[] DAEMONS = {"in.ftpd", "in.telnetd", "sshd", "in.fingerd"};
  private static final String[] CLIENTS = {
    "10.0.0.1",
    "10.0.0.77",
    "10.1.2.3",
    "10.1.2.200",
    "172.16.5.4",
    "192.0.2.33",
    "192.0.2.34",
    "203.0.113.9",
    "8.8.8.8",
    "127.0.0.1",
    "2001:db8::5",
    "2001:db8:1::77",
    "2001:db8:1:2::1",
    "fd00::1",
    "::1",
    "::ffff:10.0.0.1",
    "::ffff:192.0.2.33",
    "localhost",
    "build1.corp.example",
    "gate.example.org",
    "unknown"
  };

  /** Who is called what, in the form of hosts(5). */
  static final String HOSTS =
      """
      127.0.0.1 localhost
      10.1.2.3 build1.corp.example build1
      192.0.2.34 gate.example.org
      """;

  /** In the form of netgroup(5). */
  static final String NETGROUPS =
      """
      builders (build1.corp.example,,) (build2.corp.example,-,)
      here (localhost,bob,here.example)
      nested builders here
      users (,bob,)
      nobody (-,,)
      loop1 loop2
      loop2 loop1 (gate.example.org,,)
      """;

  /** What they mean, worked out by hand; a host is asked for by its name alone. */
  static boolean netgroupHolds(String group, String host) {
    return switch (group) {
      case "builders" -> host.equals("build1.corp.example") || host.equals("build2.corp.example");
      case "here" -> host.equals("localhost");
      case "nested" -> netgroupHolds("builders", host) || netgroupHolds("here", host);
      case "users" -> true;
      case "nobody" -> false;
      case "loop1", "loop2" -> host.equals("gate.example.org");
      default -> throw new IllegalArgumentException(group);
    };
  }

  /** Only what /etc/hosts names: tcpdmatch looks the names of servers up. */
  private static final String[] SERVERS = {"", "", "@127.0.0.1"};

  private static final String[] USERS = {"", "", "", "root@", "nobody@"};
  private static final String[] DAEMON_PATTERNS = {
    "ALL", "ALL", "in.*", "*d", "in.", ".ftpd", "KNOWN", "UNKNOWN", "IN.FTPD", "s?hd", "LOCAL",
    "ftpd", "0", "*"
  };
  private static final String[] HOST_PATTERNS = {
    "ALL",
    "LOCAL",
    "KNOWN",
    "UNKNOWN",
    "PARANOID",
    "localhost",
    "LocalHost",
    "loc*",
    "l?calhost",
    "10.",
    "10.0.0.",
    "10.1",
    "10.0.0.1",
    "10.0.0.0/8",
    "10.0.0.0/255.0.0.0",
    "10.0.0.0/24",
    "10.1.2.3/32",
    "10.1.2.3/255.255.255.255",
    "10.0.0.1/8",
    "172.16.0.0/12",
    "192.0.2.32/31",
    "192.0.2.33/255.255.255.0",
    "0.0.0.0/0",
    "0.0.0.0/0.0.0.0",
    "10.0.0.0/24x",
    "10.0.0.0/33",
    "10.0.0.0/x",
    "10.0.0/24",
    "012.0.0.0/8",
    "0xa.0.0.0/8",
    "10.0.2.0/255.0.255.0",
    "[2001:db8::]/32",
    "[2001:db8:1::]/48",
    "[2001:db8::5]",
    "[2001:DB8::5]/128",
    "[2001:db8::77]/64",
    "[::]/0",
    "[::1]",
    "[fd00::]/8",
    "[fd00::]/129",
    "[fd00::]/-1",
    "[10.0.0.1]",
    "[::ffff:10.0.0.1]",
    "[fd00::",
    ".1",
    ".db8",
    "10.*",
    "*.33",
    "10.?.2.*",
    "*5",
    "*",
    "?",
    "203.0.113.9*",
    "8.8.*.8",
    ".*.8",
    "8.*.",
    "ALL@ALL",
    "root@ALL",
    "KNOWN@10.",
    "UNKNOWN@ALL",
    "*o*@[2001:db8::]/32",
    "nobody@KNOWN",
    "root@localhost",
    "10.0.0.1@root",
    "unknown",
    "paranoid",
    ".corp.example",
    "build1",
    "gate.example.org",
    "@builders",
    "@here",
    "@nested",
    "@users",
    "@nobody",
    "@loop1",
    "@loop2",
    "root@@nested",
    "ALL@@builders",
    "@",
    ".localdomain",
    "127.0.0.1",
    "127."
  };

  /** No user and no group that exists: tcpdmatch becomes them, and cannot read its files then. */
  private static final String[] OPTIONS = {
    "allow",
    "deny",
    "ALLOW",
    "Deny",
    "severity notice",
    "severity mail.info",
    "severity = err",
    "severity ftp.info",
    "severity",
    "setenv A %a on %d",
    "setenv A",
    "setenv A=b",
    "setenv\tA b",
    "spawn /bin/true",
    "spawn = /bin/echo %h\\: %c",
    "spawn",
    "allow now",
    "nonsense",
    "",
    "rfc931",
    "rfc931 5",
    "rfc931 soon",
    "deny=",
    "twist /bin/echo 421 no",
    "twist",
    "aclexec /bin/true",
    "umask 022",
    "umask 1000",
    "umask 8",
    "nice",
    "nice 5",
    "nice x",
    "user nosuchuser",
    "user nobody.nosuchgroup",
    "group nosuchgroup",
    "keepalive",
    "keepalive yes",
    "linger 5",
    "linger -1",
    "linger x",
    "banners /etc/banners"
  };

  private final Random random;
  private final String folder;

  Rules(long seed, String folder) {
    this.random = new Random(seed);
    this.folder = folder;
  }

  private String any(String... from) {
    return from[random.nextInt(from.length)];
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /**
   * The two arguments of tcpdmatch. An address counts as one without a name in the place of the
   * client, but not in that of the server: so it does not stand in both.
   */
  List<String> question() {
    String client = any(CLIENTS);
    String server = client.equals("127.0.0.1") ? "" : any(SERVERS);
    return List.of(any(DAEMONS) + server, client.equals("unknown") ? client : any(USERS) + client);
  }

  /** A file of host patterns. */
  String hosts() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(host()).append(any(" ", "\n", "\t"));
    }
    return text.toString();
  }

  private String host() {
    String pattern = any(HOST_PATTERNS);
    return pattern.equals("[fd00::") ? "[fd00::]" : pattern; // see RuleReader: an open bracket
  }

  String file(boolean closed) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(line());
    }
    if (closed) {
      text.append("ALL: ALL\n");
    }
    if (oneIn(20) && !text.isEmpty()) {
      text.setLength(text.length() - 1); // no newline at the end
    }
    return text.toString();
  }

  private String line() {
    return switch (random.nextInt(24)) {
      case 0 -> "# in.ftpd: ALL\n";
      case 1 -> "# in.ftpd: \\\nALL: ALL\n";
      case 2 -> any("\n", " \t \n", "\r\n");
      case 3 -> any("ALL ALL\n", "sshd\n", "ALL:\n", ": ALL\n", " # x: ALL\n");
      default -> rule();
    };
  }

  private String rule() {
    String daemons = list(false);
    String clients = list(true);
    StringBuilder rule = new StringBuilder(daemons).append(any(":", " : ", ":\t")).append(clients);
    if (oneIn(3)) {
      for (int i = oneIn(3) ? 2 : oneIn(9) ? 3 : 1; i > 0; i--) {
        rule.append(any(":", " : ", ": ")).append(any(OPTIONS));
      }
    }
    return rule.append(oneIn(12) ? "\r\n" : "\n").toString();
  }

  private String list(boolean clients) {
    StringBuilder list = new StringBuilder();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      list.append(clients ? client() : daemon()).append(any(" ", ",", ", ", "\t", " \\\n "));
    }
    while (oneIn(4)) {
      list.append(any("EXCEPT ", "except "));
      for (int i = random.nextInt(3); i > 0; i--) {
        list.append(clients ? client() : daemon()).append(any(" ", ",", ", "));
      }
    }
    return list.toString();
  }

  private String client() {
    return oneIn(12) ? folder + any("/one", "/two", "/none") : host();
  }

  private String daemon() {
    String name = oneIn(2) ? any(DAEMONS) : any(DAEMON_PATTERNS);
    return oneIn(6)
        ? name
            + "@"
            + any(
                "ALL",
                "127.0.0.1",
                "127.",
                "127.0.0.0/8",
                "[::]/0",
                "LOCAL",
                "UNKNOWN",
                "KNOWN",
                "@here",
                "@builders")
        : name;
  }
}
