package org.jxinetd.shell.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jxinetd.shell.command.Output;
import org.jxinetd.shell.command.Printable;

/**
 * A reply on the wire: frames of one type byte ({@code O} for standard output, {@code E} for
 * standard error, {@code P}, without bytes, for a new page, {@code X} for the exit status, which
 * comes last), a big-endian 4-byte length and that many bytes. Lines are gathered into frames. One
 * thread at a time.
 */
final class Reply implements Output {

  private static final int HEAD = 1 + Integer.BYTES;

  private final SocketChannel to;
  private final Deadlines deadlines;
  private final Duration limit;
  private final ByteBuffer frame = ByteBuffer.allocate(HEAD + Bounds.FRAME_BYTES).position(HEAD);
  private final Streams streams;
  private byte type = 'O';

  /** Lets a command go on without an end, or not. */
  @FunctionalInterface
  interface Streams {
    boolean begin();
  }

  Reply(SocketChannel to, Deadlines deadlines, Duration limit, Streams streams) {
    this.to = to;
    this.deadlines = deadlines;
    this.limit = limit;
    this.streams = streams;
  }

  @Override
  public boolean stream() {
    return streams.begin();
  }

  @Override
  public void page() throws IOException {
    flush();
    type = 'P';
    send();
    type = 'O';
  }

  @Override
  public void line(String text) throws IOException {
    add((byte) 'O', text);
  }

  @Override
  public void complaint(String text) throws IOException {
    add((byte) 'E', text);
  }

  /** Sends what is gathered and the exit status. */
  void end(int status) throws IOException {
    flush();
    type = 'X';
    frame.putInt(status);
    flush();
  }

  private void add(byte kind, String text) throws IOException {
    if (kind != type) {
      flush();
      type = kind;
    }
    ByteBuffer bytes =
        ByteBuffer.wrap((Printable.of(text) + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      int length = Math.min(bytes.remaining(), frame.remaining());
      frame.put(bytes.slice(bytes.position(), length));
      bytes.position(bytes.position() + length);
      if (!frame.hasRemaining()) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (!to.isOpen()) {
      throw new ClosedChannelException(); // a command that follows must notice without writing
    }
    if (frame.position() > HEAD) {
      send();
    }
  }

  private void send() throws IOException {
    frame.put(0, type).putInt(1, frame.position() - HEAD).flip();
    try (Deadlines.Deadline _ = deadlines.start(to, limit)) {
      while (frame.hasRemaining()) {
        to.write(frame);
      }
    }
    frame.clear().position(HEAD);
  }
}
