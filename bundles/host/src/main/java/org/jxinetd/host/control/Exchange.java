package org.jxinetd.host.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * One request and its reply. The request is a big-endian 4-byte length and that many bytes: the
 * words in UTF-8, each ended by a NUL. The reply comes in frames of one type byte ({@code O} for
 * standard output, {@code E} for standard error, {@code P} for a new page, {@code X} for the exit
 * status, which is the last), a big-endian 4-byte length and that many bytes.
 */
final class Exchange {

  /** Longest frame that is taken from a server. */
  static final int FRAME_BYTES = 1 << 20;

  /** Set by those who know that standard output is a terminal: pages are cleared then. */
  static final String TERMINAL = "jxinetd.terminal";

  private static final byte[] CLEAR = {27, '[', 'H', 27, '[', '2', 'J'};

  private static final int HEAD = 1 + Integer.BYTES;

  private final String path;
  private final SocketChannel server;

  private Exchange(String path, SocketChannel server) {
    this.path = path;
    this.server = server;
  }

  /**
   * Sends the words from index {@code first} on and copies the reply.
   *
   * @return the exit status of the command
   */
  static int with(String path, String[] words, int first, OutputStream out, OutputStream err)
      throws UnreachableException, UnprintableException {
    byte[] request = request(words, first);
    SocketChannel server;
    try {
      server = SocketChannel.open(UnixDomainSocketAddress.of(path));
    } catch (IOException | IllegalArgumentException failed) {
      throw new UnreachableException(
          "no server answers on ".concat(path).concat(": ").concat(reason(failed)));
    }
    try (server) {
      Exchange exchange = new Exchange(path, server);
      exchange.send(ByteBuffer.wrap(request));
      return exchange.copyReply(out, err);
    } catch (IOException gone) {
      throw new UnreachableException(
          "the server on ".concat(path).concat(" went away: ").concat(reason(gone)));
    }
  }

  private static String reason(Exception failed) {
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : message;
  }

  static byte[] request(String[] words, int first) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[Integer.BYTES]);
    for (int i = first; i < words.length; i++) {
      bytes.writeBytes(words[i].getBytes(StandardCharsets.UTF_8));
      bytes.write(0);
    }
    byte[] request = bytes.toByteArray();
    ByteBuffer.wrap(request).putInt(request.length - Integer.BYTES);
    return request;
  }

  private void send(ByteBuffer request) {
    try {
      while (request.hasRemaining()) {
        server.write(request);
      }
    } catch (IOException refused) {
      // A server that is busy or does not trust us hangs up early. Its reply says why; where there
      // is none, reading it fails and is reported.
      return;
    }
  }

  private int copyReply(OutputStream out, OutputStream err)
      throws IOException, UnreachableException, UnprintableException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    while (true) {
      read(head.clear());
      byte type = head.get(0);
      int length = head.getInt(1);
      if (length < 0 || length > FRAME_BYTES || (type == 'X' && length != Integer.BYTES)) {
        throw new UnreachableException("what answers on ".concat(path).concat(" is no jxinetd"));
      }
      ByteBuffer body = ByteBuffer.allocate(length);
      read(body);
      switch (type) {
        case 'O' -> print(body.array(), out);
        case 'E' -> print(body.array(), err);
        case 'P' -> {
          if (Boolean.getBoolean(TERMINAL)) {
            print(CLEAR, out);
          }
        }
        case 'X' -> {
          return body.getInt(0);
        }
        default ->
            throw new UnreachableException(
                "what answers on ".concat(path).concat(" is no jxinetd"));
      }
    }
  }

  private static void print(byte[] text, OutputStream to) throws UnprintableException {
    try {
      to.write(text);
    } catch (IOException failed) {
      throw new UnprintableException("cannot print the answer: ".concat(reason(failed)));
    }
  }

  private void read(ByteBuffer into) throws IOException, UnreachableException {
    while (into.hasRemaining()) {
      if (server.read(into) < 0) {
        throw new UnreachableException(
            "the server on ".concat(path).concat(" went away before it answered"));
      }
    }
  }
}
