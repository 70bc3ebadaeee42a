package org.jxinetd.engine.foreign;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.service.Endpoint;

/** A client's stream in the hands of another bundle: what it does counts as a sign of life. */
final class GuardedConnection implements Connection {

  /** Of one session: whether it has said something, and whether it is over. Any thread. */
  static final class Life {
    private volatile boolean spoke;
    private volatile boolean over;

    void speak() {
      spoke = true;
    }

    /** Since this was asked last. */
    boolean hasSpoken() {
      boolean before = spoke;
      spoke = false;
      return before;
    }

    void end() {
      over = true;
    }

    private void use() throws IOException {
      spoke = true;
      if (over) {
        throw new IOException("the session is over");
      }
    }
  }

  private final Connection connection;
  private final Life life;

  GuardedConnection(Connection connection, Life life) {
    this.connection = connection;
    this.life = life;
  }

  @Override
  public Endpoint peer() {
    return connection.peer();
  }

  @Override
  public Endpoint local() {
    return connection.local();
  }

  @Override
  public InputStream in() {
    return new In(connection.in());
  }

  @Override
  public OutputStream out() {
    return new Out(connection.out());
  }

  @Override
  public void readTimeout(Duration limit) {
    connection.readTimeout(limit);
  }

  @Override
  public void shutdownOutput() throws IOException {
    life.use();
    connection.shutdownOutput();
  }

  @Override
  public void shutdownInput() throws IOException {
    life.use();
    connection.shutdownInput();
  }

  @Override
  public void close() {
    connection.close();
  }

  private final class In extends InputStream {
    private final InputStream in;

    In(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      life.use();
      return in.read();
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      life.use();
      return in.read(to, offset, length);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  private final class Out extends OutputStream {
    private final OutputStream out;

    Out(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      life.use();
      out.write(b);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      life.use();
      out.write(from, offset, length);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
