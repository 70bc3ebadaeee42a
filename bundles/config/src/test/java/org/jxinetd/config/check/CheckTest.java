package org.jxinetd.config.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jxinetd.config.Text;

class CheckTest {

  private static final String ENGINE =
      "org.jxinetd.attribute;name:List<String>=\"id,type,flags,socket_type,protocol,wait,port,bind,"
          + "instances,per_source,cps,only_from,no_access,banner,log_type,log_on_success\"";
  private static final String EXEC =
      "org.jxinetd.attribute;name:List<String>=\"server,server_args,user,group,nice,rlimit_as\","
          + "org.jxinetd.handler;kind:List<String>=\"exec\",osgi.service;objectClass:List<String>=x";
  private static final String REST =
      "org.jxinetd.internal;name:List<String>=\"echo/stream\","
          + "org.jxinetd.log_type;type:List<String>=FILE,"
          + "org.jxinetd.pattern;kind:List<String>=\"address,host\"";

  @TempDir Path home;
  private String out;
  private String err;

  @BeforeEach
  void installBundles() throws IOException {
    Files.createDirectories(home.resolve("bundles"));
    jar("engine", ENGINE);
    jar("exec", EXEC);
    jar("rest", REST);
  }

  private void jar(String name, String capabilities) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Provide-Capability", capabilities);
    try (OutputStream file = Files.newOutputStream(home.resolve("bundles/" + name + ".jar"));
        JarOutputStream jar = new JarOutputStream(file, manifest)) {
      jar.finish();
    }
  }

  private int check(String text, String... more) throws Exception {
    Path file = home.resolve("x.conf");
    Files.writeString(file, text);
    String[] words = new String[more.length + 4];
    words[0] = "-check";
    words[1] = "-nolibwrap";
    words[2] = "-f";
    words[3] = file.toString();
    System.arraycopy(more, 0, words, 4, more.length);
    return run(words);
  }

  private int run(String... words) throws Exception {
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    int status =
        new Check(
                home,
                new PrintStream(o, true, StandardCharsets.UTF_8),
                new PrintStream(e, true, StandardCharsets.UTF_8))
            .run(false, words);
    out = o.toString(StandardCharsets.UTF_8);
    err = e.toString(StandardCharsets.UTF_8).replace(home + "/", "");
    return status;
  }

  @Test
  void cleanFileIsSilentButForTheSummary() throws Exception {
    assertEquals(0, check(Text.service("a", 9001), "-strict"));
    assertEquals("xinetd: 1 service, 1 ready; 0 errors, 0 warnings in 1 file\n", err);
    assertEquals("", out);
  }

  @Test
  void warningCountsOnlyWhenStrict() throws Exception {
    String text = Text.service("a", 9001, "per_source = 4 # four");
    assertEquals(0, check(text));
    assertTrue(err.startsWith("x.conf:9:17: warning: per_source: comment behind the value;"), err);
    assertTrue(err.contains(" [fix: put the comment on a line of its own]\n"), err);
    assertEquals(1, check(text, "-strict"));
  }

  @Test
  void errorsGiveTwoAndDumpLeavesTheServiceOut() throws Exception {
    String text = Text.service("a", 9001, "instances = x") + Text.service("b", 9002);
    assertEquals(2, check(text, "-dump"));
    assertTrue(err.contains(":9:14: error: instances: Number of instances is invalid: x;"), err);
    assertTrue(out.contains("Service configuration: b\n"), out);
    assertFalse(out.contains("Service configuration: a\n"), out);
  }

  @Test
  void unknownWordIsUsage() throws Exception {
    assertEquals(64, run("-check", "--help"));
    assertEquals(64, run("-check", "-f"));
    assertEquals(64, run("-check", "file"));
    assertEquals(0, check(Text.service("a", 9001), "-dontfork", "-pidfile", "/run/x.pid"));
  }

  @Test
  void missingFileIsAnError() throws Exception {
    assertEquals(2, run("-check", "-f", home + "/nosuch"));
    assertTrue(err.contains("No such file or directory (errno = 2)"), err);
  }

  @Test
  void tellsWhatNoBundleServes() throws Exception {
    String text =
        Text.service("a", 9001, "max_load = 2", "per_sorce = 4", "log_type = SYSLOG auth")
            + "service time\n{\n type = INTERNAL UNLISTED\n socket_type = stream\n wait = no\n"
            + " port = 9002\n}\n";
    assertEquals(2, check(text, "-dump"));
    assertTrue(err.contains("max_load: no installed bundle owns this attribute"), err);
    assertTrue(err.contains("bad service attribute: per_sorce; the line has no effect"), err);
    assertTrue(err.contains("[fix: did you mean per_source?]"), err);
    assertTrue(err.contains("no installed bundle writes logs of type SYSLOG"), err);
    assertTrue(err.contains("No such internal service: time/stream"), err);
    assertTrue(err.endsWith("2 services, 0 ready; 3 errors, 1 warning in 1 file\n"), err);
    assertTrue(out.contains("Service configuration: a\n"), out);
  }

  @Test
  void everythingWaitsWithoutBundles() throws Exception {
    Files.delete(home.resolve("bundles/exec.jar"));
    assertEquals(2, check(Text.service("a", 9001)));
    assertTrue(err.contains("no installed bundle starts servers"), err);
  }

  @Test
  void tellsWhatIsNotOnThisHost() throws Exception {
    String text =
        Text.service("a", 9001).replace("/bin/cat", "/nosuch/program")
            + Text.service("b", 9002).replace("user = root", "user = no-such-user-here")
            + Text.service("c", 9003, "bind = 192.0.2.77", "banner = /nosuch/banner")
            + Text.service("d", 9004, "log_type = FILE /nosuch/folder/log");
    assertEquals(2, check(text));
    assertTrue(err.contains("Server /nosuch/program does not exist; service a not started"), err);
    assertTrue(err.contains("Unknown user: no-such-user-here; service b not started"), err);
    assertTrue(err.contains("bind: this host does not have the address 192.0.2.77"), err);
    assertTrue(err.contains("/nosuch/banner cannot be read"), err);
    assertTrue(err.contains("the folder of /nosuch/folder/log does not exist"), err);
  }

  @Test
  void tellsWhoIsOpenToTheWorld() throws Exception {
    String text =
        "defaults\n{\n only_from = 10.0.0.0/8\n}\n"
            + Text.service("a", 9001, "only_from = 0.0.0.0/0")
            + Text.service("b", 9002, "only_from =")
            + Text.service("telnet", 9003, "only_from = ::/0")
            + Text.service("rsh", 9004);
    assertEquals(0, check(text));
    assertTrue(err.contains("x.conf:13:2: warning: only_from: everybody is admitted"), err);
    assertTrue(err.contains("the list is empty; service b admits nobody"), err);
    assertTrue(err.contains("telnet trusts the network and has no restriction"), err);
    assertFalse(err.contains("rsh trusts"), err);
  }

  @Test
  void tellsWhichLinesDoNothing() throws Exception {
    String text =
        Text.service("a", 9001, "cps = 0 10", "rlimit_as = 0", "flags = REUSE LABELED")
            + Text.service("b", 9002, "instances = 0");
    assertEquals(0, check(text));
    assertTrue(err.contains("cps: a rate of 0 is no limit"), err);
    assertTrue(err.contains("rlimit_as: a limit of 0 is not set"), err);
    assertTrue(err.contains("note: flags: the flag REUSE has no effect"), err);
    assertTrue(err.contains("warning: flags: the flag LABELED has no effect"), err);
    assertTrue(err.contains("the limit is 0; service b refuses everybody"), err);
  }

  @Test
  void tellsNamesThatDoNotResolve() throws Exception {
    assertEquals(
        0, check(Text.service("a", 9001, "no_access = no-such-name.invalid .invalid localhost")));
    assertTrue(err.contains("no_access: the name no-such-name.invalid "), err);
    assertTrue(err.contains("whoever it means is not kept out by it"), err);
    assertFalse(err.contains("localhost"), err);
  }

  @Test
  void tellsWhoIsLetInAgainAndWhatIsLoggedNowhere() throws Exception {
    String text =
        "defaults\n{\n no_access = 10.0.0.0/8\n}\n"
            + Text.service("a", 9001, "no_access =", "log_on_success = HOST")
            + Text.service("b", 9002, "redirect = 127.0.0.1 80", "nice = 5");
    assertEquals(2, check(text), "nobody relays here");
    assertTrue(err.contains("no_access: nobody is refused although defaults refuses clients"), err);
    assertTrue(err.contains("log_on_success: there is no log_type; nothing is logged"), err);
    assertTrue(err.contains("note: nice: a redirected service starts no process"), err);
    assertFalse(err.contains("server_args: a redirected"), err);
  }

  @Test
  void everyProblemOfAServiceHasARemedy() throws Exception {
    check(
        Text.service("a", 9001, "instances = x", "per_source = -1", "flags = NODELY", "cps = 5")
            + Text.service("b", 9001, "bind = 192.0.2.77")
            + Text.service("c", 9001)
            + Text.service("d", 9004, "no_access = nosuch.invalid", "max_load = 2")
            + Text.service("e", 9005).replace("/bin/cat", "/nosuch/program"));
    for (String line :
        err.lines().filter(l -> l.contains(" error: ") || l.contains(" warning: ")).toList()) {
      assertTrue(line.endsWith("]") && line.contains(" [fix: "), line);
    }
    assertTrue(err.contains("[fix: for example: instances = 60]"), err);
  }

  @Test
  void printsOneJsonDocument() throws Exception {
    String text = Text.service("a\"b", 9001, "per_source = 4 # four");
    assertEquals(0, check(text, "-json", "-dump"));
    assertEquals("", err);
    assertTrue(out.startsWith("{\"problems\":[\n{\"severity\":\"warning\","), out);
    assertTrue(out.contains("\"line\":9,\"column\":17,\"attribute\":\"per_source\""), out);
    assertTrue(out.contains("{\"id\":\"a\\\"b\","), out);
    assertTrue(out.contains("\"per_source\":{\"values\":[\"4\"],"), out);
    assertTrue(out.endsWith("\"errors\":0,\"warnings\":1,\"notes\":0,\"status\":0}}\n"), out);
  }

  @Test
  void terminalIsNotSteeredByAFile() throws Exception {
    assertEquals(2, check("service \u001b[31m\n{\n port = \u0007\n}\n"));
    assertFalse(err.contains("\u001b"), err);
    assertFalse(err.contains("\u0007"), err);
  }
}
