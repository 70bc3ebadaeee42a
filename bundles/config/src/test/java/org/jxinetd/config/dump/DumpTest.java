package org.jxinetd.config.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.config.Loaded;
import org.jxinetd.config.Text;
import org.jxinetd.config.system.AccountTable;
import org.jxinetd.config.system.HostTable;

class DumpTest {

  @TempDir Path dir;

  private String dump(String text) throws IOException {
    Files.writeString(dir.resolve("passwd"), "root:x:0:0::/:\nftp:x:105:65534::/:\n");
    Files.writeString(dir.resolve("hosts"), "127.0.0.1 localhost # me\n10.0.0.1 target\n");
    Loaded loaded = Text.load(dir, text);
    AccountTable accounts =
        new AccountTable(dir, name -> OptionalInt.empty(), name -> OptionalInt.empty());
    return new Dump(
            loaded.defaults(),
            loaded.names(),
            accounts,
            HostTable.in(dir),
            Map.of("PATH", "/bin", "SECRET", "x"))
        .text(loaded.services());
  }

  @Test
  void printsDefaultsAndAServiceWithEverything() throws IOException {
    String text =
        dump(
            "defaults\n{\n instances = 60\n log_type = FILE /var/log/x 1000\n cps = 25 30\n"
                + " log_on_success = pid host\n only_from = 10.1.0.0 ::1\n}\n"
                + Text.service(
                    "a",
                    9001,
                    "flags = IPv4 REUSE",
                    "group = 1",
                    "umask = 022",
                    "nice = -3",
                    "server_args = -x y",
                    "access_times = 8:00-12:5",
                    "only_from += .example.org 1.2.3.4/30 10.0.{1,2}",
                    "passenv = PATH NOSUCH",
                    "env = A=1"));
    assertEquals(
        """
        Service defaults
        \tInstances = 60
        \tCPS = max conn:25 wait:30
        \tBind = All addresses.
        \tOnly from:  10.1.0.0(NUMERIC) ::1(NUMERIC)
        \tNo access: No blocked sites
        \tLogging to file: /var/log/x (soft=1000 hard=6120)
        \tLog_on_success flags = HOST PID
        \tLog_on_failure flags =\s

        Service configuration: a
        \tid = a
        \tflags = REUSE IPv4
        \ttype = UNLISTED
        \tsocket_type = stream
        \tProtocol (name,number) = (tcp,6)
        \tport = 9001
        \twait = no
        \tuser = 0
        \tgroup = 1
        \tGroups = no
        \tumask = 22
        \tNice = -3
        \tPER_SOURCE = -1
        \tBind = All addresses.
        \tServer = /bin/cat
        \tServer argv = cat -x y
        \tAccess times = 08:00-12:05
        \tOnly from:  10.1.0.0(NUMERIC) ::1(NUMERIC) .example.org(HOST)\
         1.2.3.4/255.255.255.252(NET) 10.0.1.0(NUMERIC) 10.0.2.0(NUMERIC)
        \tNo access: No blocked sites
        \tLogging to common log file
        \tLog_on_success flags = HOST PID
        \tLog_on_failure flags =\s
        \tPassenv = PATH NOSUCH
        \tEnvironment additions:
        \t\tA=1
        \tEnvironment strings:
        \t\tPATH=/bin
        \t\tA=1

        """,
        text);
  }

  @Test
  void printsSensorRedirectionAndOwnLimits() throws IOException {
    String text =
        dump(
            """
            service trap
            {
             type = INTERNAL UNLISTED
             flags = SENSOR
             socket_type = stream
             wait = no
             port = 7
             deny_time = FOREVER
            }
            service r
            {
             type = UNLISTED
             socket_type = stream
             wait = no
             user = ftp
             port = 8
             redirect = 10.0.0.1 80
             instances = unlimited
             per_source = 04
             log_type = SYSLOG auth
             bind = 127.0.0.1
            }
            """);
    assertTrue(text.contains("\tflags = SENSOR IPv6\n\ttype = INTERNAL UNLISTED\n"), text);
    assertTrue(text.contains("\tDeny Time: -1\n"), text);
    assertTrue(text.contains("\tflags = IPv4\n"), text);
    assertTrue(text.contains("\tInstances = UNLIMITED\n\twait = no\n\tuser = 105\n"), text);
    assertTrue(text.contains("\tPER_SOURCE = 4\n\tBind = localhost\n"), text);
    assertTrue(text.contains("\tRedirect = target:80\n"), text);
    assertTrue(text.contains("\tLogging to syslog. Facility = auth, level = info\n"), text);
  }
}
