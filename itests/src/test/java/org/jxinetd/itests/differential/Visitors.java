package org.jxinetd.itests.differential;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jxinetd.itests.Await;

/** The clients of a case, and what they get. */
final class Visitors implements AutoCloseable {
  private static final int LIMIT_MILLIS = 15_000;

  private final Notes notes;
  private final List<Socket> held = new ArrayList<>();

  Visitors(Notes notes) {
    this.notes = notes;
  }

  /** Does an action, if it is one of clients. */
  boolean act(String verb, String name, String rest) throws IOException {
    switch (verb) {
      case "client" -> client(name, rest);
      case "open" -> held.add(connect(name, rest));
      case "hold" -> hold(name, rest);
      case "still" -> still();
      case "release" -> close();
      case "dgram" -> datagram(name, rest);
      case "burst" -> burst(name, Integer.parseInt(rest));
      case "pause" -> reopened(name);
      case "refuses" -> closed(name);
      case "shape" -> shape(name, rest);
      default -> {
        return false;
      }
    }
    return true;
  }

  private Socket connect(String name, String from) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setSoTimeout(LIMIT_MILLIS);
      String address = from.isEmpty() ? "127.0.0.1" : from;
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
      String to = address.indexOf(':') >= 0 ? "::1" : "127.0.0.1";
      socket.connect(
          new InetSocketAddress(InetAddress.ofLiteral(to), notes.port(name)), LIMIT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** {@code [from ADDRESS] [bytes N] [parts N] [open] TEXT}. */
  private void client(String name, String text) throws IOException {
    String from = "";
    int most = Integer.MAX_VALUE;
    int first = 0;
    boolean open = false;
    String rest = text;
    while (rest.matches("(from|bytes|parts|open)( .*|$)")) {
      String[] words = rest.split(" ", 3);
      switch (words[0]) {
        case "from" -> from = words[1];
        case "bytes" -> most = Integer.parseInt(words[1]);
        case "parts" -> first = Integer.parseInt(words[1]);
        default -> open = true;
      }
      int used = words[0].equals("open") ? 1 : 2;
      rest = rest.split(" ", used + 1).length > used ? rest.split(" ", used + 1)[used] : "";
    }
    ByteArrayOutputStream got = new ByteArrayOutputStream();
    String end = "closed";
    try (Socket socket = connect(name, from)) {
      byte[] sent = Notes.unescape(rest).getBytes(StandardCharsets.ISO_8859_1);
      send(socket, sent, first);
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
    received.lines().sorted().forEach(line -> notes.see(name + " received: ", line));
    notes.see(name + " " + end);
  }

  /** Two segments, when {@code first} says how long the first is: the server reads it alone. */
  private static void send(Socket socket, byte[] bytes, int first) throws IOException {
    if (first > 0) {
      socket.setTcpNoDelay(true);
      socket.getOutputStream().write(bytes, 0, first);
      Await.until("the first segment is read", () -> unread(socket) == 0);
    }
    socket.getOutputStream().write(bytes, first, bytes.length - first);
  }

  /** Bytes that the server has not taken out of its socket. */
  private static long unread(Socket client) throws IOException {
    String ends = String.format(":%04X 0100007F:%04X", client.getPort(), client.getLocalPort());
    for (String line : java.nio.file.Files.readAllLines(java.nio.file.Path.of("/proc/net/tcp"))) {
      if (line.contains(ends)) {
        String queues = line.strip().split("\\s+")[4];
        return Long.parseLong(queues.split(":")[1], 16);
      }
    }
    return 0; // the server has closed it
  }

  /** Holds a connection to an echoing service; says whether it was served. */
  private void hold(String name, String from) throws IOException {
    try {
      Socket socket = connect(name, from);
      held.add(socket);
      socket.getOutputStream().write('?');
      notes.see(name + (socket.getInputStream().read() == '?' ? " holds" : " turned away"));
    } catch (SocketException e) {
      notes.see(name + (e.getMessage().contains("refused") ? " refused" : " turned away"));
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
      notes.see("held connection " + state);
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : held) {
      socket.close();
    }
    held.clear();
  }

  /** {@code [bytes N] TEXT}: one datagram and the answer; a long one is told by its length. */
  private void datagram(String name, String text) throws IOException {
    byte[] bytes = Notes.unescape(text).getBytes(StandardCharsets.ISO_8859_1);
    if (text.startsWith("bytes ")) {
      bytes = new byte[Integer.parseInt(text.substring(6))];
      Arrays.fill(bytes, (byte) 'x');
    }
    try {
      byte[] answer = ask(name, bytes, 1_500);
      if (answer.length > 100) {
        notes.see(name + " answered " + answer.length + " bytes");
      } else {
        notes.see(name + " answered: ", new String(answer, StandardCharsets.ISO_8859_1));
      }
    } catch (SocketTimeoutException none) {
      notes.see(name + " no answer");
    }
  }

  private byte[] ask(String name, byte[] bytes, int limitMillis) throws IOException {
    InetAddress here = InetAddress.ofLiteral("127.0.0.1");
    try (DatagramSocket socket = new DatagramSocket(0, here)) {
      socket.setSoTimeout(limitMillis);
      socket.send(
          new DatagramPacket(bytes, bytes.length, new InetSocketAddress(here, notes.port(name))));
      DatagramPacket answer = new DatagramPacket(new byte[65_536], 65_536);
      socket.receive(answer);
      return Arrays.copyOf(answer.getData(), answer.getLength());
    }
  }

  /** So many connections at once: how many were served is seen. */
  private void burst(String name, int times) throws IOException {
    List<Socket> all = new ArrayList<>();
    int served = 0;
    try {
      for (int i = 0; i < times; i++) {
        try {
          all.add(connect(name, ""));
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
    notes.see(name + " served " + served + " of " + times);
  }

  private static boolean echoes(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write('?');
      return socket.getInputStream().read() == '?';
    } catch (SocketException reset) {
      return false;
    }
  }

  /** Waits until a service that was switched off serves again. */
  private void reopened(String name) throws IOException {
    Await.until(
        name + " serves again",
        () -> {
          try (Socket socket = connect(name, "")) {
            return echoes(socket);
          } catch (SocketException refused) {
            return false;
          }
        });
    notes.see(name + " serves again");
  }

  /** Waits until a service does not listen any more. */
  private void closed(String name) throws IOException {
    Await.until(
        name + " does not listen",
        () -> {
          try (Socket socket = connect(name, "")) {
            return !socket.isConnected();
          } catch (SocketException refused) {
            return true;
          }
        });
    notes.see(name + " does not listen");
  }

  /** What a built-in service says, without what changes from second to second. */
  private void shape(String name, String kind) throws IOException {
    String[] words = kind.split(" ");
    byte[] said = words[0].equals("udp") ? ask(name, new byte[1], LIMIT_MILLIS) : readAll(name);
    String text = new String(said, StandardCharsets.ISO_8859_1);
    switch (words[1]) {
      case "daytime" ->
          notes.see(name + " says ", text.replaceAll("[0-9]", "9").replaceAll("[A-Z]", "A"));
      case "time" -> {
        long now = System.currentTimeMillis() / 1000 + 2_208_988_800L;
        long then = said.length == 4 ? ByteBuffer.wrap(said).getInt() & 0xffffffffL : 0;
        boolean right = Math.abs(now - then) < 20;
        notes.see(name + " says ", right ? "the time since 1900" : text);
      }
      default ->
          notes.see(
              name + " says " + (said.length > 512 ? "more than 512 bytes" : "at most 512 bytes"));
    }
  }

  private byte[] readAll(String name) throws IOException {
    try (Socket socket = connect(name, "")) {
      return socket.getInputStream().readAllBytes();
    }
  }
}
