package org.jxinetd.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jxinetd.linux.Fd;
import org.jxinetd.linux.LocalSockets;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Poller;
import org.jxinetd.linux.Sockets;

/** The manager's end of sd_notify(3): collects what a daemon tells. */
final class NotifyReceiver implements AutoCloseable {
  private final Path path;
  private final Fd socket;
  private final List<String> told = new CopyOnWriteArrayList<>();
  private int seen;

  NotifyReceiver(Path path) throws IOException {
    this.path = path;
    this.socket = LocalSockets.openDatagram();
    LocalSockets.bind(socket, path);
    // the kernel keeps ten messages only
    Thread.ofVirtual().name("manager").start(this::receive);
  }

  private void receive() {
    byte[] bytes = new byte[4096];
    try {
      while (Poller.await(socket, Poller.READ, 0)) {
        int n = Sockets.read(socket, bytes, 0, bytes.length);
        if (n > 0) {
          told.add(new String(bytes, 0, n, StandardCharsets.UTF_8));
        }
      }
    } catch (OsException closed) {
      told.add("(closed)");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Path path() {
    return path;
  }

  /** Waits until a message of that form comes behind those that were awaited before. */
  String await(String regex) throws IOException {
    return Await.answer(
        "the manager is told " + regex,
        () -> {
          while (seen < told.size()) {
            String message = told.get(seen++);
            if (message.matches("(?s)" + regex)) {
              return Optional.of(message);
            }
          }
          return Optional.empty();
        });
  }

  List<String> told() {
    return List.copyOf(told);
  }

  @Override
  public void close() {
    socket.close();
  }
}
