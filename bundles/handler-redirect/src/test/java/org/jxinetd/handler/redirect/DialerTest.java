package org.jxinetd.handler.redirect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.handler.Running;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DialerTest {

  private final Setup setup = new Setup();

  @AfterEach
  void close() {
    setup.close();
  }

  private static int deadPort() throws IOException {
    try (ServerSocket closedSoon = Loopback.listen()) {
      return closedSoon.getLocalPort();
    }
  }

  private static String talk(Front front) throws IOException {
    try (Socket client = front.connect()) {
      client.getOutputStream().write("hello".getBytes(US_ASCII));
      client.shutdownOutput();
      return new String(client.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  @Test
  void saysWhyDeadTargetIsNotReached() throws Exception {
    String port = String.valueOf(deadPort());
    try (Front front = setup.front(Setup.service("127.0.0.1", port).build());
        Socket client = front.connect()) {
      assertEquals(-1, client.getInputStream().read());
      assertEquals(new Outcome.Served(), front.outcome());
      assertEquals(
          List.of("error can't connect to remote host 127.0.0.1: Connection refused (errno = 111)"),
          setup.said.lines);
    }
  }

  @Test
  void triesTheNextTargetWhenTheFirstIsDead() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front =
            setup.front(
                Setup.service(
                        "127.0.0.1",
                        String.valueOf(deadPort()),
                        "127.0.0.1",
                        String.valueOf(target.getLocalPort()))
                    .build())) {
      Loopback.serveNext(target, Loopback::cat);
      assertEquals("hello", talk(front));
      assertEquals(
          List.of(
              "warn can't connect to remote host 127.0.0.1: Connection refused (errno = 111);"
                  + " the next address is used"),
          setup.said.lines);
    }
  }

  @Test
  void looksNamesUp() throws Exception {
    try (ServerSocket target = Loopback.listen();
        Front front =
            setup.front(
                Setup.service("target.example", String.valueOf(target.getLocalPort())).build())) {
      Loopback.serveNext(target, Loopback::cat);
      assertEquals("hello", talk(front));
    }
  }

  @Test
  void carriesIpv6ClientsToIpv4TargetsAndBack() throws Exception {
    try (ServerSocket target4 = Loopback.listen("127.0.0.1");
        ServerSocket target6 = Loopback.listen("::1");
        Front front6 = setup.front(Setup.to(target4).build(), "::1");
        Front front4 =
            setup.front(
                Setup.service("::1", String.valueOf(target6.getLocalPort())).build(),
                "127.0.0.1")) {
      Loopback.serveNext(target4, Loopback::cat);
      Loopback.serveNext(target6, Loopback::cat);
      assertEquals("hello", talk(front6));
      assertEquals("hello", talk(front4));
    }
  }

  @Test
  void givesTargetUpThatNeverAccepts() throws Exception {
    try (Crowded target = new Crowded();
        Front front = setup.front(target.service().build());
        Socket client = front.connect()) {
      long begin = System.nanoTime();
      assertEquals(-1, client.getInputStream().read());
      assertTrue(System.nanoTime() - begin >= TimeUnit.MILLISECONDS.toNanos(990));
      assertEquals(
          List.of(
              "error can't connect to remote host 127.0.0.1: Connection timed out (errno = 110)"),
          setup.said.lines);
    }
  }

  @Test
  void canBeEndedWhileItConnects() throws Exception {
    try (Crowded target = new Crowded();
        Front front =
            setup.front(target.service().attribute("redirect_connect_timeout", "600").build());
        Socket client = front.connect()) {
      Running running = front.started.poll(10, TimeUnit.SECONDS);
      running.kill();
      assertEquals(-1, client.getInputStream().read());
      assertEquals(new Outcome.Served(), front.outcome());
    }
  }

  /** A listener whose queue is full: the kernel drops what further clients send. */
  private static final class Crowded implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final List<SocketChannel> waiting = new ArrayList<>();

    Crowded() throws IOException {
      for (int i = 0; i < 8; i++) {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        waiting.add(channel);
        boolean atOnce = channel.connect(listener.getLocalSocketAddress());
        if (!atOnce && !channel.finishConnect()) {
          return;
        }
      }
      throw new AssertionError("the queue is never full");
    }

    org.jxinetd.api.service.ServiceSpec.Builder service() {
      return Setup.to(listener).attribute("redirect_connect_timeout", "1");
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
      listener.close();
    }
  }
}
