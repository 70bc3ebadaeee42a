package org.jxinetd.handler.redirect;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;

/** Targets on loopback. */
final class Loopback {

  /** What a target does with one connection. */
  interface Serving {
    void serve(Socket socket) throws IOException;
  }

  private Loopback() {}

  static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
  }

  static ServerSocket listen(String address) throws IOException {
    return new ServerSocket(0, 1024, InetAddress.getByName(address));
  }

  /** Serves the next connection; the future tells how that went. */
  static CompletableFuture<Void> once(ServerSocket listener, Serving serving) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = listener.accept()) {
                serving.serve(socket);
                result.complete(null);
              } catch (IOException | RuntimeException | AssertionError e) {
                result.completeExceptionally(e);
              }
            });
    return result;
  }

  /** Serves the next connection; how that goes shows at the client. */
  static void serveNext(ServerSocket listener, Serving serving) {
    CompletableFuture<Void> unused = once(listener, serving);
  }

  /** Serves connections until the listener is closed. */
  static void always(ServerSocket listener, Serving serving) {
    Thread.ofVirtual()
        .start(
            () -> {
              while (!listener.isClosed()) {
                once(listener, serving).handle((done, failure) -> null).join();
              }
            });
  }

  /** cat: sends back what comes until its end. */
  static void cat(Socket socket) throws IOException {
    socket.getInputStream().transferTo(socket.getOutputStream());
  }
}
