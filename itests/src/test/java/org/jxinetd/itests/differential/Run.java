package org.jxinetd.itests.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jxinetd.itests.Await;

/** What the clients of one case do at one of the two servers, and what they see. */
final class Run {
  private static final int LIMIT_MILLIS = 15_000;
  private static final long DAEMON_LOG_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Contender contender;
  private final Case one;
  private final List<String> seen = new ArrayList<>();
  private final List<String> trouble = new ArrayList<>();
  private final List<Socket> held = new ArrayList<>();

  Run(Contender contender, Case one) {
    this.contender = contender;
    this.one = one;
  }

  /** Why the actions could not be done; a case that breaks proves nothing. */
  List<String> trouble() {
    return trouble;
  }

  void broke(Throwable why) {
    trouble.add(why.toString());
  }

  List<String> seen() {
    return seen;
  }

  /** Does the actions in order. */
  void actions(List<String> actions) throws IOException {
    for (String action : actions) {
      String[] words = action.split(" ", 3);
      String rest = words.length > 2 ? contender.fill(one, words[2]) : "";
      switch (words[0]) {
        case "client" -> client(words[1], rest);
        case "hold" -> hold(words[1], rest);
        case "still" -> still();
        case "release" -> close();
        case "dgram" -> datagram(words[1], rest);
        case "burst" -> burst(words[1], Integer.parseInt(rest));
        case "await" -> awaitLog(contender.fill(one, action.substring(6)));
        case "daemon" -> daemon(contender.fill(one, action.substring(7)));
        case "signal" -> contender.signal(words[1]);
        case "target" -> target(words[1], rest);
        case "ident" -> ident(words[1], rest);
        case "command" -> command(contender.fill(one, action.substring(7).strip()));
        case "runs" -> runs(words[1], rest);
        case "file" -> Files.writeString(contender.folder().resolve(words[1]), unescape(rest));
        case "pause" -> reopened(words[1]);
        case "shape" -> shape(words[1], rest);
        case "state" -> see(contender.state());
        case "ended" -> {
          contender.awaitEnd();
          see(contender.state());
          boolean there = Files.exists(contender.folder().resolve("pid"));
          see(there ? "the pid file is there" : "the pid file is gone");
        }
        case "dump" -> dump();
        default -> throw new AssertionError("action " + action);
      }
    }
  }

  private void see(String text) {
    seen.add(contender.normal(one, text));
  }

  private Socket connect(String name, String from) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(LIMIT_MILLIS);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
      String to = from.indexOf(':') >= 0 ? "::1" : "127.0.0.1";
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral(to), contender.port(one, name)),
          LIMIT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** {@code [from ADDRESS] [to ADDRESS] [bytes N] [open] TEXT}. */
  private void client(String name, String text) throws IOException {
    String from = "127.0.0.1";
    int most = Integer.MAX_VALUE;
    boolean open = false;
    String rest = text;
    while (rest.matches("(from|bytes|open)( .*|$)")) {
      String[] words = rest.split(" ", 3);
      switch (words[0]) {
        case "from" -> from = words[1];
        case "bytes" -> most = Integer.parseInt(words[1]);
        default -> open = true;
      }
      int used = words[0].equals("open") ? 1 : 2;
      rest = rest.split(" ", used + 1).length > used ? rest.split(" ", used + 1)[used] : "";
    }
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    String end = "closed";
    try (Socket socket = connect(name, from)) {
      if (!rest.isEmpty()) {
        socket.getOutputStream().write(unescape(rest).getBytes(StandardCharsets.ISO_8859_1));
      }
      if (!open) {
        socket.shutdownOutput();
      }
      while (got.size() < most) {
        int b = socket.getInputStream().read();
        if (b < 0) {
          break;
        }
        got.write(b);
      }
      end = got.size() >= most ? "goes on" : "closed";
    } catch (SocketTimeoutException e) {
      end = "silent";
    } catch (SocketException e) {
      end = e.getMessage().contains("refused") ? "refused" : "closed";
    }
    String received = got.toString(StandardCharsets.ISO_8859_1);
    received.lines().sorted().forEach(line -> see(name + " received: " + visible(line)));
    see(name + " " + end);
  }

  private static String visible(String line) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      out.append(c < 32 || c > 126 ? String.format("\\x%02x", (int) c) : String.valueOf(c));
    }
    return out.toString();
  }

  private static String unescape(String text) {
    return text.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0");
  }

  /** Holds a connection to an echoing service; says whether it was served. */
  private void hold(String name, String from) throws IOException {
    try {
      Socket socket = connect(name, from.isEmpty() ? "127.0.0.1" : from);
      held.add(socket);
      socket.getOutputStream().write('?');
      see(name + (socket.getInputStream().read() == '?' ? " holds" : " turned away"));
    } catch (SocketException e) {
      see(name + (e.getMessage().contains("refused") ? " refused" : " turned away"));
    }
  }

  /** Which of the held connections still echo. */
  private void still() throws IOException {
    for (Socket socket : held) {
      String state;
      try {
        socket.getOutputStream().write('!');
        state = socket.getInputStream().read() == '!' ? "lives" : "ended";
      } catch (SocketException e) {
        state = "ended";
      }
      see("held connection " + state);
    }
  }

  void close() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    held.clear();
  }

  private void datagram(String name, String text) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      byte[] bytes = unescape(text).getBytes(StandardCharsets.ISO_8859_1);
      socket.setSoTimeout(1_500);
      socket.send(
          new DatagramPacket(
              bytes,
              bytes.length,
              new InetSocketAddress(
                  InetAddress.ofLiteral("127.0.0.1"), contender.port(one, name))));
      DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
      try {
        socket.receive(answer);
        see(
            name
                + " answered: "
                + visible(
                    new String(
                        answer.getData(), 0, answer.getLength(), StandardCharsets.ISO_8859_1)));
      } catch (SocketTimeoutException none) {
        see(name + " no answer");
      }
    }
  }

  /** So many connections at once: how many were served is seen. */
  private void burst(String name, int times) throws IOException {
    List<Socket> all = new ArrayList<>();
    int served = 0;
    try {
      for (int i = 0; i < times; i++) {
        try {
          all.add(connect(name, "127.0.0.1"));
        } catch (SocketException refused) {
          break;
        }
      }
      for (Socket socket : all) {
        served += echoes(socket) ? 1 : 0;
      }
    } finally {
      for (Socket socket : all) {
        socket.close();
      }
    }
    see(name + " served " + served + " of " + times);
  }

  /** What a built-in service says, without what changes from second to second. */
  private void shape(String name, String kind) throws IOException {
    String[] words = kind.split(" ");
    byte[] said = words[0].equals("udp") ? ask(name) : readAll(name);
    String text = new String(said, StandardCharsets.ISO_8859_1);
    see(
        name
            + " says "
            + switch (words[1]) {
              case "daytime" -> visible(text.replaceAll("[0-9]", "9").replaceAll("[A-Z]", "A"));
              case "time" -> {
                long now = System.currentTimeMillis() / 1000 + 2_208_988_800L;
                long then = said.length == 4 ? ByteBuffer.wrap(said).getInt() & 0xffffffffL : 0;
                yield Math.abs(now - then) < 20 ? "the time since 1900" : visible(text);
              }
              default -> said.length > 512 ? "more than 512 bytes" : "at most 512 bytes";
            });
  }

  private byte[] readAll(String name) throws IOException {
    try (Socket socket = connect(name, "127.0.0.1")) {
      return socket.getInputStream().readAllBytes();
    }
  }

  private static boolean echoes(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write('?');
      return socket.getInputStream().read() == '?';
    } catch (SocketException reset) {
      return false;
    }
  }

  private byte[] ask(String name) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      socket.setSoTimeout(LIMIT_MILLIS);
      int port = contender.port(one, name);
      socket.send(
          new DatagramPacket(
              new byte[1], 1, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port)));
      DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
      socket.receive(answer);
      return java.util.Arrays.copyOf(answer.getData(), answer.getLength());
    }
  }

  /** The titles of the state dump that USR1 asks for, in the server's own /run. */
  private void dump() throws IOException {
    Path file = contender.dumpFile();
    Await.until(
        "a state dump", () -> Files.exists(file) && Files.readString(file).contains("END OF DUMP"));
    for (String line : Files.readString(file).lines().toList()) {
      if (line.matches("(INTERNAL STATE|Services \\+|Server table|Retry table|END OF).*")) {
        see("dump: " + line.replaceAll("DUMP: .*", "DUMP: VERSION"));
      }
    }
  }

  /** Waits until a service that was switched off serves again. */
  private void reopened(String name) throws IOException {
    Await.until(
        name + " serves again",
        () -> {
          try (Socket socket = connect(name, "127.0.0.1")) {
            socket.getOutputStream().write('?');
            return socket.getInputStream().read() == '?';
          } catch (SocketException refused) {
            return false;
          }
        });
    see(name + " serves again");
  }

  private void awaitLog(String regex) throws IOException {
    Await.until(
        regex + " in " + contender.folder() + "/service.log",
        () -> contender.text("service.log").lines().anyMatch(line -> line.matches(".*" + regex)));
  }

  private void daemon(String regex) throws IOException {
    long deadline = System.nanoTime() + DAEMON_LOG_NANOS;
    while (contender.daemonLines(regex) == 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(20_000_000L); // the line may come behind what the client saw
    }
    see("daemon log " + (contender.daemonLines(regex) > 0 ? "says " : "does not say ") + regex);
  }

  /** A server that the relay reaches: it answers a line and waits for the end. */
  private void target(String name, String late) throws IOException {
    ServerSocket server =
        new ServerSocket(contender.port(one, name), 5, InetAddress.ofLiteral("127.0.0.1"));
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (server;
                  Socket client = server.accept()) {
                client.setSoTimeout(LIMIT_MILLIS);
                if (late.equals("late")) {
                  int length = client.getInputStream().readAllBytes().length;
                  client
                      .getOutputStream()
                      .write(("got " + length).getBytes(StandardCharsets.US_ASCII));
                  return;
                }
                client.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
                byte[] all = client.getInputStream().readNBytes(5);
                client.getOutputStream().write(all);
              } catch (IOException gone) {
                return; // the case sees what its client got
              }
            });
  }

  /** An identity server for the clients of one loopback address. */
  private void ident(String address, String answer) throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 113), 5);
    Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              try (server) {
                server.setSoTimeout(LIMIT_MILLIS);
                try (Socket client = server.accept()) {
                  client.setSoTimeout(LIMIT_MILLIS);
                  StringBuilder query = new StringBuilder();
                  for (int c = client.getInputStream().read();
                      c >= 0 && c != '\r';
                      c = client.getInputStream().read()) {
                    query.append((char) c);
                  }
                  client
                      .getOutputStream()
                      .write((query + " : " + answer + "\r\n").getBytes(StandardCharsets.US_ASCII));
                  client.getInputStream().readAllBytes();
                }
              } catch (IOException gone) {
                return;
              }
            });
  }

  /** Starts the server with other options, without any service; it goes on until it is told. */
  private void runs(String log, String options) throws IOException {
    List<String> command = contender.command(options.split(" "));
    command.addAll(List.of("-filelog", contender.folder().resolve(log).toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(contender.folder().resolve(one.tag() + ".out").toFile())
            .start();
    try {
      Await.answer(
          options + " runs",
          Duration.ofSeconds(60), // several servers start side by side here
          () ->
              !process.isAlive() || contender.text(log).contains("Started working: 0")
                  ? Optional.of(true)
                  : Optional.empty());
      see(process.isAlive() ? "runs" : "ended");
      process.destroy();
      Await.until("the end", () -> !process.isAlive());
      see("status " + process.exitValue());
    } finally {
      process.destroyForcibly();
    }
  }

  /** Runs the server with other options: its status and what it says. */
  private void command(String options) throws IOException {
    Process process =
        new ProcessBuilder(contender.command(options.split(" ")))
            .directory(contender.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(contender.folder().resolve(one.tag() + ".out").toFile())
            .start();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroy();
        see("goes on running");
        process.waitFor(15, TimeUnit.SECONDS);
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    } finally {
      process.destroyForcibly();
    }
    see("status " + process.exitValue());
  }
}
