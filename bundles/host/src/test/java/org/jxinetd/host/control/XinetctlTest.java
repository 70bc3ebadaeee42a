package org.jxinetd.host.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client against servers that answer what the test says. */
@Timeout(30)
class XinetctlTest {

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Runs the client against a server that hears {@code requestBytes} bytes and then answers. */
  private int run(int requestBytes, byte[] answer, String... words) throws Exception {
    return run(out, requestBytes, answer, words);
  }

  private int run(OutputStream to, int requestBytes, byte[] answer, String... words)
      throws Exception {
    Path path = folder.resolve("s");
    String[] all = new String[words.length + 2];
    all[0] = "-control";
    all[1] = path.toString();
    System.arraycopy(words, 0, all, 2, words.length);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      server.bind(UnixDomainSocketAddress.of(path));
      Future<Integer> status = threads.submit(() -> Xinetctl.run(all, to, err));
      try (SocketChannel client = server.accept()) {
        ByteBuffer request = ByteBuffer.allocate(requestBytes);
        while (request.hasRemaining() && client.read(request) >= 0) {
          // reads on
        }
        client.write(ByteBuffer.wrap(answer));
      }
      return status.get();
    }
  }

  private static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesWordsEndedByNulsBehindTheirLength() {
    assertArrayEquals(
        bytes("\0\0\0\7ab\0\u00c3\u00a4\0\0"),
        Exchange.request(new String[] {"x", "ab", "ä", ""}, 1));
    assertArrayEquals(bytes("\0\0\0\0"), Exchange.request(new String[0], 0));
  }

  @Test
  void copiesBothStreamsAndEndsWithTheStatus() throws Exception {
    byte[] answer = bytes("O\0\0\0\2a\nE\0\0\0\2b\nO\0\0\0\1cX\0\0\0\4\0\0\0\7");
    assertEquals(7, run(6, answer, "x"));
    assertEquals("a\nc", out.toString(StandardCharsets.UTF_8));
    assertEquals("b\n", err());
  }

  @Test
  void aServerThatHangsUpEarlyButAnswersIsHeard() throws Exception {
    assertEquals(1, run(0, bytes("E\0\0\0\5busy\nX\0\0\0\4\0\0\0\1"), "x"));
    assertEquals("busy\n", err());
  }

  @Test
  void aServerThatGoesAwayIsUnreachable() throws Exception {
    assertEquals(69, run(6, bytes("O\0\0\0\2a"), "x"));
    assertTrue(err().contains(" went away "), err());
    assertEquals(1, err().lines().count());
  }

  @Test
  void whatIsNoServerOfOursIsUnreachable() throws Exception {
    assertEquals(69, run(6, bytes("HTTP/1.0 200 OK\r\n"), "x"));
    assertTrue(err().endsWith(" is no jxinetd\n"), err());
  }

  @Test
  void frameOfUnknownTypeIsUnreachable() throws Exception {
    assertEquals(69, run(6, bytes("Q\0\0\0\0"), "x"));
    assertTrue(err().endsWith(" is no jxinetd\n"), err());
  }

  @Test
  void anAnswerThatCannotBePrintedIsNotBlamedOnTheServer() throws Exception {
    OutputStream closedPipe =
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertEquals(1, run(closedPipe, 6, bytes("O\0\0\0\1aX\0\0\0\4\0\0\0\0"), "x"));
    assertEquals("xinetctl: cannot print the answer: Broken pipe\n", err());
  }

  @Test
  void optionWithoutPathIsAMistakeOfUsage() {
    assertEquals(64, Xinetctl.run(new String[] {"-control"}, out, err));
    assertEquals("xinetctl: -control needs the path of a socket\n", err());
  }

  @Test
  void aPathThatIsTooLongIsUnreachable() {
    assertEquals(69, Xinetctl.run(new String[] {"-control", "/" + "x".repeat(300), "a"}, out, err));
    assertEquals(1, err().lines().count());
  }

  @Test
  void usersFindTheSocketInTheirStateFolder() {
    assertEquals("/s/xinetd/control", Xinetctl.userPath("/s", "/h", "/a"));
    assertEquals("/h/.local/state/xinetd/control", Xinetctl.userPath(null, "/h", "/a"));
    assertEquals("/a/.local/state/xinetd/control", Xinetctl.userPath("", "", "/a"));
  }
}
