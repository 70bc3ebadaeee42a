package org.jxinetd.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A TCP server of the test's own behind a relay: a virtual thread for each client. */
class Target implements AutoCloseable {
  /** What is done with one client; the socket is closed afterwards. */
  interface Conversation {
    Void with(Socket client) throws IOException;
  }

  private final ServerSocket listening;
  private final CompletableFuture<Void> first = new CompletableFuture<>();

  Target(InetAddress address, Conversation conversation) throws IOException {
    listening = new ServerSocket(0, 1024, address);
    Thread.ofVirtual().start(() -> accept(conversation));
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Waits for the end of the first conversation and throws what went wrong in it. */
  void await() throws IOException {
    try {
      first.get(300, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("at the target: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      throw new IOException("the target did not end", e);
    }
  }

  private void accept(Conversation conversation) {
    try {
      while (true) {
        Socket client = listening.accept();
        Thread.ofVirtual().start(() -> talk(client, conversation));
      }
    } catch (SocketException closed) {
      first.completeExceptionally(closed); // counts only when nobody came before
    } catch (IOException e) {
      first.completeExceptionally(e);
    }
  }

  private void talk(Socket client, Conversation conversation) {
    try (client) {
      conversation.with(client);
      first.complete(null);
    } catch (IOException | AssertionError e) {
      first.completeExceptionally(e);
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
