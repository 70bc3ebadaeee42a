package org.jxinetd.itests.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.StreamService;

/**
 * A built-in service that does what its client says: {@code throw}, {@code block}, {@code spin},
 * {@code leak}, {@code light} (virtual threads that spin); it answers {@code ok}, or {@code begun}
 * before it begins.
 */
public final class Stubborn implements StreamService, DatagramService {

  @Override
  public void serve(Connection connection) throws IOException {
    String what = new String(connection.in().readNBytes(5), StandardCharsets.US_ASCII).strip();
    connection.out().write("begun".getBytes(StandardCharsets.US_ASCII));
    act(what);
    connection.out().write("ok".getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void answer(Datagram datagram) throws IOException {
    act(new String(datagram.data(), StandardCharsets.US_ASCII).strip());
    datagram.reply("ok".getBytes(StandardCharsets.US_ASCII));
  }

  private static void act(String what) {
    switch (what) {
      case "throw" -> throw new IllegalStateException("on purpose");
      case "block" -> block();
      case "spin" -> spin();
      case "leak" -> {
        for (int i = 0; i < 3; i++) {
          Thread.ofPlatform().daemon().name("leaked-" + i).start(Stubborn::block);
        }
      }
      case "light" -> {
        for (int i = 0; i < 4; i++) {
          Thread.ofVirtual().start(Stubborn::spin);
        }
      }
      default -> {}
    }
  }

  private static void block() {
    int ignored = 0;
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException refusesToGo) {
        ignored++;
      }
    }
  }

  private static void spin() {
    while (System.nanoTime() != 0) {
      Thread.onSpinWait();
    }
  }
}
