package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The remote shell with OpenSSH's client. */
@Tag("ours")
class RemoteShellIT {
  private static final String NAME = "org.jxinetd.shell.ssh.cfg";
  private static final String HOST_KEY = "state/ssh_host_ed25519_key";

  @RegisterExtension final Workbench bench = new Workbench();
  private Daemon daemon;
  private Path tree;
  private Path keys;
  private int echo;
  private int port;
  private Ssh ssh;

  @BeforeEach
  void start() throws IOException {
    tree = bench.folder().resolve("tree");
    Tool.run(Tool.path("cp"), "-a", ProgramUnderTest.home().toString(), tree.toString()).ok();
    echo = Ports.free();
    port = Ports.free();
    ssh = new Ssh(bench.folder(), port);
    keys = bench.file("authorized_keys", "# who may\n" + ssh.key("alice"));
    mode(keys, "rw-------");
    daemon =
        bench
            .startTree(tree, bench.defaults() + Conf.stream("echo", echo, Tool.path("cat")))
            .ready(echo);
  }

  /** An upgrade leaves another process than the one that the workbench started. */
  @AfterEach
  void endSuccessor() throws IOException {
    if (daemon != null && Files.exists(daemon.pidFile())) {
      ProcFs process = new ProcFs(daemon.pid());
      if (process.alive()) {
        daemon.signal("TERM");
        Await.until("the process that took over ends", () -> !process.alive());
      }
    }
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Path configure(String... lines) throws IOException {
    Path made =
        bench.file(
            NAME,
            "port = " + port + "\nauthorized_keys = " + keys + "\n" + String.join("\n", lines));
    return Files.move(
        made,
        tree.resolve("deploy").resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private Path open(String... lines) throws IOException {
    Path file = configure(lines);
    Await.until("the remote shell listens", () -> ProcFs.listening(port));
    return file;
  }

  @Test
  void isOffUntilItIsConfiguredAndGoesWithItsConfiguration() throws IOException {
    assertFalse(ProcFs.listening(port));
    Path file = open();
    assertTrue(ssh.run("alice", "services", "--json").ok().output().contains("\"id\":\"echo\""));
    Path hostKey = bench.folder().resolve(HOST_KEY);
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(hostKey)));
    String fingerprint = Ssh.fingerprint(hostKey);
    daemon.log().await("listens on 127.0.0.1 port " + port + ", host key " + literal(fingerprint));
    assertFalse(daemon.log().has("WARNING: remote shell"), "loopback is no reason to warn");

    Files.delete(file);
    Await.until("the port is closed", () -> !ProcFs.listening(port));
    assertNotEquals(0, ssh.run("alice", "services").status());
    open();
    // the client knows the key by now and would not go on with another one
    ssh.run("alice", "services").ok();
    assertEquals(fingerprint, Ssh.fingerprint(hostKey));

    byte[] jar;
    try (var shipped = Files.newDirectoryStream(tree.resolve("bundles"), "*.shell.ssh-*.jar")) {
      jar = PluginJar.renumbered(shipped.iterator().next(), "9.0.0");
    }
    Path made = Files.write(bench.folder().resolve("newer.jar"), jar);
    Files.move(made, tree.resolve("deploy/newer.jar"), StandardCopyOption.ATOMIC_MOVE);
    daemon.log().await("bundle org.jxinetd.shell.ssh 9.0.0 is live in place of 0.1.0");
    daemon.log().awaitCount("remote shell: listens on", 3);
    ssh.run("alice", "services").ok();

    new Ctl(daemon).run("upgrade").ok();
    daemon.log().awaitCount("remote shell: listens on", 4);
    ssh.run("alice", "services").ok();
  }

  private static String literal(String text) {
    return java.util.regex.Pattern.quote(text);
  }

  @Test
  void runsACommandAndEndsWithItsStatus() throws IOException {
    Files.writeString(
        keys,
        ssh.key("rsa", "-t", "rsa", "-b", "2048")
            + ssh.key("ec", "-t", "ecdsa")
            + "command=\"health -r\",restrict "
            + ssh.key("monitor"),
        java.nio.file.StandardOpenOption.APPEND);
    open();
    assertEquals(0, ssh.run("alice", "why", "echo").status());
    assertEquals(1, ssh.run("alice", "why", "ecko").status());
    assertEquals(64, ssh.run("alice", "nosuchcommand").status());
    assertEquals(64, ssh.run("alice", "why 'echo").status(), "a quote is not closed");
    ssh.run("rsa", "services").ok();
    ssh.run("ec", "services").ok();

    Tool.Result monitor = ssh.run("monitor", "disable", "echo");
    assertTrue(monitor.ok().output().contains("1 services listen"), monitor.output());
    assertTrue(ProcFs.listening(echo), "the key stands for one command");

    Path script = bench.file("script", "# a comment\nwhy ecko\n\nservices --json\nwhy nosuch\n");
    Tool.Result lines =
        Tool.run(
            Tool.path("sh"),
            "-c",
            String.join(" ", quoted(ssh.command("alice", "admin", List.of("-T")))) + " <" + script);
    assertEquals(1, lines.status(), "the last command's status");
    assertTrue(lines.output().contains("\"id\":\"echo\""), lines.output());
    daemon.log().await("alice \\(line 2\\)");
    daemon.log().await("remote shell: /127.0.0.1:[0-9]+ \\(SHA256:.*\\) runs why ecko");
  }

  private static List<String> quoted(String... words) {
    List<String> out = new ArrayList<>();
    for (String word : words) {
      out.add("'" + word + "'");
    }
    return out;
  }

  @Test
  void refusesWhoeverHasNoKeyAndWhateverIsNoCommand() throws IOException {
    ssh.key("mallory");
    open("max_auth_tries = 2");
    assertEquals(255, ssh.run("mallory", "services").status());
    daemon
        .log()
        .await(
            "admin from /127.0.0.1:[0-9]+ is refused: key "
                + literal(Ssh.fingerprint(bench.folder().resolve("mallory.pub")))
                + ": it is not in "
                + keys);
    Tool.Result password =
        ssh.with(
            "mallory",
            List.of(
                "-o",
                "PubkeyAuthentication=no",
                "-o",
                "PreferredAuthentications=password,keyboard-interactive,hostbased,gssapi-with-mic",
                "-o",
                "BatchMode=no",
                "-o",
                "NumberOfPasswordPrompts=1"),
            "services");
    assertEquals(255, password.status());
    assertTrue(password.output().contains("Permission denied (publickey)"), password.output());

    // each of them logs in, and is told no
    assertNotEquals(0, ssh.with("alice", List.of("-W", "127.0.0.1:" + echo)).status());
    assertNotEquals(0, ssh.with("alice", List.of("-s"), "sftp").status());
    Tool.Result remote =
        ssh.with(
            "alice",
            List.of("-o", "ExitOnForwardFailure=yes", "-R", Ports.free() + ":127.0.0.1:" + echo),
            "services");
    assertEquals(255, remote.status(), remote.output());
    Tool.Result environment =
        ssh.with("alice", List.of("-A", "-X", "-o", "SetEnv=JXINETD=1"), "services");
    assertEquals(0, environment.status(), "they are not there, and nothing else is missing");
    assertFalse(daemon.serviceLog().has("START: echo"), "nobody was led to the service");

    // keys that nobody knows, and then the right one: too late
    List<String> many = new ArrayList<>();
    for (String name : List.of("k1", "k2", "k3")) {
      ssh.key(name);
      many.addAll(List.of("-i", bench.folder().resolve(name).toString()));
    }
    String[] patient = ssh.command("k1", "admin\u001b[2J", many, "services");
    assertEquals(255, Tool.run(patient).status());
    assertFalse(daemon.log().text().contains("\u001b"), "what strangers say is shown harmlessly");
  }

  @Test
  void aConsoleOnATerminalHasHistoryCompletionAndCtrlC() throws IOException {
    open();
    Process client =
        new ProcessBuilder(ssh.command("alice", "admin", List.of("-tt")))
            .redirectErrorStream(true)
            .start();
    Typist typist = new Typist(client);
    typist.await("xinetd> ");
    typist.type("why ec\t").await("why echo").type("\r").await("echo: listening");
    typist.type("\u001bOA\r").await("echo: listening");
    typist.type("log -f\r");
    daemon.log().await("runs log -f");
    typist.type("\u0003").await("[130] xinetd> ");
    typist.type("why nosuch\r").await("no service nosuch").await("[1] xinetd> ");
    typist.type("\u0004");
    assertEquals(1, typist.exitStatus(), "the status of the last command");
    Await.until("it is gone", () -> daemon.log().has("is gone after"));
  }

  @Test
  void aFollowedLogEndsWithTheClient() throws IOException {
    open("max_sessions = 1");
    for (int i = 0; i < 2; i++) { // the second one needs the first one's place
      Process follower =
          new ProcessBuilder(
                  ssh.command("alice", "admin", List.of(), "log", "-f", "-n", "0", "--json"))
              .start();
      try (BufferedReader lines = follower.inputReader(StandardCharsets.UTF_8)) {
        Await.until(
            "a line came",
            () -> {
              assertTrue(Client.isAdmitted(echo, "127.0.0.1"));
              return lines.ready();
            });
        assertTrue(lines.readLine().contains("\"service\":\"echo\""));
        Tool.Result second = ssh.run("alice", "services");
        assertEquals(255, second.status(), "one at a time here");
        daemon.log().await("is refused: key SHA256:.*: 1 are logged in already");
      } finally {
        follower.destroyForcibly();
      }
      daemon.log().awaitCount("is gone after", i + 1);
    }
    ssh.run("alice", "services").ok();
  }

  @Test
  void keysAreReadAgainAndAFileThatOthersMayWriteLetsNobodyIn() throws IOException {
    open();
    ssh.run("alice", "services").ok();
    mode(keys, "rw-rw----");
    assertEquals(255, ssh.run("alice", "services").status());
    daemon.log().await("authorized_keys .*can be written by others than its owner; every login");
    mode(keys, "rw-------");
    ssh.run("alice", "services").ok();
    Files.setAttribute(keys, "unix:uid", 65534);
    assertEquals(255, ssh.run("alice", "services").status());
    daemon.log().await("belongs to uid 65534");
    Files.setAttribute(keys, "unix:uid", 0);
    String line = Files.readString(keys);
    Files.writeString(
        keys, line.replace("ssh-ed25519", "from=\"127.0.0.2,10.0.0.0/8\" ssh-ed25519"));
    assertEquals(255, ssh.run("alice", "services").status());
    daemon.log().await("it may not be used from there");
    Files.writeString(keys, line.replace("ssh-ed25519", "no-such-option ssh-ed25519"));
    assertEquals(255, ssh.run("alice", "services").status());
    daemon.log().await("authorized_keys:2: option \"no-such-option\" is not known here; nobody");
    Files.delete(keys);
    assertEquals(255, ssh.run("alice", "services").status());
    daemon.log().await("does not exist; every login is refused");
    Files.writeString(keys, line);
    mode(keys, "rw-------");
    ssh.run("alice", "services").ok();
    assertEquals(1, daemon.log().count("does not exist; every login"), "said once");
  }

  @Test
  void aWrongConfigurationIsSaidWholeAndTheDoorStaysClosed() throws IOException {
    configure("adress = 0.0.0.0", "address = localhost", "max_sessions = many");
    String file = literal(tree.resolve("deploy").resolve(NAME).toString());
    String end = "; there is no remote shell$";
    daemon.log().await("ERROR: remote shell: " + file + ":3: adress: no such key; .*" + end);
    daemon.log().await(file + ":4: address: \"localhost\" is not an address .*" + end);
    daemon
        .log()
        .await(file + ":5: max_sessions: \"many\" is not a whole number from 1 to 100" + end);
    assertFalse(ProcFs.listening(port));
    open("address = 0.0.0.0");
    daemon.log().await("WARNING: remote shell: address = 0.0.0.0 .* reached from the network");
    // a host key that is no key: a new one would look like an attack
    Path hostKey = bench.folder().resolve(HOST_KEY);
    Files.writeString(hostKey, "garbage");
    configure();
    daemon.log().await("ERROR: remote shell: host key .*there is no Ed25519 key in it; nobody can");
    assertFalse(ProcFs.listening(port));
    Files.delete(hostKey);
    Await.until("it goes on by itself", () -> ProcFs.listening(port));
  }

  @Test
  void strangersThatDoNotLogInAreFewAndShort() throws IOException {
    open("login_time = 2");
    List<Socket> strangers = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        Socket stranger = connect();
        strangers.add(stranger);
        assertTrue(stranger.getInputStream().read() >= 0, "the greeting");
      }
      try (Socket eleventh = connect()) {
        assertEquals(-1, eleventh.getInputStream().read(), "turned away without a word");
      }
      daemon.log().await("127.0.0.1 is turned away: too many clients that have not logged in");
      for (Socket stranger : strangers) {
        stranger.getInputStream().readAllBytes(); // until the server has had enough of it
      }
      ssh.run("alice", "services").ok();
    } finally {
      for (Socket stranger : strangers) {
        stranger.close();
      }
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 5_000);
    socket.setSoTimeout((int) Await.PATIENCE.toMillis());
    return socket;
  }
}
