package org.jxinetd.rpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;

/**
 * rpcbind's Unix socket. There rpcbind knows who calls, so that what one user has registered no
 * other one can take away. Messages are records of RFC 5531 section 11. A connection for each call;
 * one time limit for all of it.
 *
 * @param limit longest wait for an answer
 */
record LocalTransport(Path socket, Duration limit) implements Transport {

  /** Where rpcbind listens on Debian and most others. */
  static final Path STANDARD = Path.of("/run/rpcbind.sock");

  private static final int LAST_FRAGMENT = 1 << 31;
  private static final int LARGEST = 4 << 20;

  @Override
  public ByteBuffer exchange(ByteBuffer message) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        Selector selector = Selector.open()) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, 0);
      ByteBuffer record = ByteBuffer.allocate(Integer.BYTES + message.remaining());
      record.putInt(LAST_FRAGMENT | message.remaining()).put(message).flip();
      while (record.hasRemaining()) {
        if (channel.write(record) == 0) {
          await(selector, key, SelectionKey.OP_WRITE, deadline);
        }
      }
      return read(channel, selector, key, deadline);
    }
  }

  private ByteBuffer read(SocketChannel channel, Selector selector, SelectionKey key, long deadline)
      throws IOException {
    ByteBuffer answer = ByteBuffer.allocate(0);
    while (true) {
      ByteBuffer mark = ByteBuffer.allocate(Integer.BYTES);
      fill(mark, channel, selector, key, deadline);
      int word = mark.getInt();
      int length = word & ~LAST_FRAGMENT;
      if (length > LARGEST - answer.limit()) {
        throw new IOException("rpcbind's answer is longer than " + LARGEST + " bytes");
      }
      ByteBuffer fragment = ByteBuffer.allocate(length);
      fill(fragment, channel, selector, key, deadline);
      answer = ByteBuffer.allocate(answer.limit() + length).put(answer.rewind()).put(fragment);
      answer.flip();
      if ((word & LAST_FRAGMENT) != 0) {
        return answer;
      }
      if (length == 0) {
        throw new IOException("rpcbind's answer is malformed: an empty fragment");
      }
    }
  }

  private void fill(
      ByteBuffer buffer, SocketChannel channel, Selector selector, SelectionKey key, long deadline)
      throws IOException {
    while (buffer.hasRemaining()) {
      int n = channel.read(buffer);
      if (n < 0) {
        throw new IOException("rpcbind closed the connection");
      }
      if (n == 0) {
        await(selector, key, SelectionKey.OP_READ, deadline);
      }
    }
    buffer.flip();
  }

  private void await(Selector selector, SelectionKey key, int operation, long deadline)
      throws IOException {
    key.interestOps(operation);
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) {
      throw new IOException("rpcbind does not answer within " + limit.toSeconds() + " s");
    }
    selector.select(left);
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      throw new IOException("interrupted");
    }
  }
}
