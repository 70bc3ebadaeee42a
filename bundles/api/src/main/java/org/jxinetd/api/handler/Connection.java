package org.jxinetd.api.handler;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import org.jxinetd.api.service.Endpoint;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A client's stream. Reading and writing block the calling virtual thread only. One reader and one
 * writer at a time; {@link #close()} may come from any thread and ends both with an IOException.
 */
@ProviderType
public interface Connection extends Closeable {

  /** The client. */
  Endpoint peer();

  /** The address it connected to. */
  Endpoint local();

  /** What the client sends; end of stream when it has shut down its side. */
  InputStream in();

  /** What the client gets; unbuffered. */
  OutputStream out();

  /** Longest wait of one read; {@link Duration#ZERO} for no limit, which is the default. */
  void readTimeout(Duration limit);

  /** Tells the client that nothing more comes, while it may still send. */
  void shutdownOutput() throws IOException;

  /** Discards what the client sends from now on. */
  void shutdownInput() throws IOException;

  @Override
  void close();
}
