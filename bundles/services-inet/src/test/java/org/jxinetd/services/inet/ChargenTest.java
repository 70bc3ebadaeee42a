package org.jxinetd.services.inet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.helpers.NOPLogger;

class ChargenTest {

  private static Chargen chargen(int length) {
    return new Chargen(
        new SourceGuard(new OwnPorts(), Clock.systemUTC(), NOPLogger.NOP_LOGGER),
        bound -> {
          assertEquals(513, bound);
          return length;
        });
  }

  private static List<String> lines(FakeConnection client) {
    return client.got.toString(StandardCharsets.US_ASCII).lines().toList();
  }

  @Test
  void writesThePatternOfTheRfcUntilTheClientIsGone() {
    FakeConnection client = new FakeConnection(new byte[0], 200 * 74);

    assertThrows(IOException.class, () -> chargen(0).serve(client));

    assertTrue(client.inputShut);
    List<String> lines = lines(client);
    assertEquals(200, lines.size());
    assertEquals(
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefg", lines.get(0));
    assertEquals(
        "!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefgh", lines.get(1));
    assertTrue(lines.get(94).startsWith("~ !\"#"));
    assertEquals(lines.get(0), lines.get(95));
    assertTrue(lines.stream().allMatch(line -> line.length() == 72));
    Set<Character> glyphs = new HashSet<>();
    lines.forEach(line -> line.chars().forEach(c -> glyphs.add((char) c)));
    assertEquals(95, glyphs.size());
    assertEquals('\r', client.got.toByteArray()[72]);
    assertEquals('\n', client.got.toByteArray()[73]);
    assertFalse(chargen(0).brief());
  }

  @Test
  @Timeout(30)
  void endsForAClientThatNeverReadsWhenTheConnectionIsClosed() throws Exception {
    StalledConnection client = new StalledConnection();
    CountDownLatch ended = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                chargen(0).serve(client);
              } catch (IOException closed) {
                ended.countDown();
              }
            });
    assertTrue(client.stalled.await(20, TimeUnit.SECONDS));
    assertEquals(1, ended.getCount());

    client.close();

    assertTrue(ended.await(20, TimeUnit.SECONDS));
  }

  @Test
  void goesOnWithTheNextLineInTheNextDatagram() throws IOException {
    Chargen chargen = chargen(100); // touches two lines
    FakeDatagram first = new FakeDatagram(new byte[1]);
    FakeDatagram second = new FakeDatagram(new byte[1]);

    chargen.answer(first);
    chargen.answer(second);

    assertEquals(100, first.replies.getFirst().length);
    assertEquals(' ', first.replies.getFirst()[0]);
    assertEquals('"', second.replies.getFirst()[0]);
  }

  @Test
  void answersAnyLengthUpTo512() throws IOException {
    for (int length : new int[] {0, 1, 512}) {
      FakeDatagram datagram = new FakeDatagram(new byte[0]);
      chargen(length).answer(datagram);
      assertEquals(length, datagram.replies.getFirst().length);
    }
    for (int i = 0; i < 2000; i++) {
      FakeDatagram datagram = new FakeDatagram(new byte[0]);
      new Chargen(new OwnPorts()).answer(datagram);
      assertTrue(datagram.replies.getFirst().length <= 512);
    }
  }

  @Test
  void doesNotAnswerAService() throws IOException {
    FakeDatagram fromEcho = new FakeDatagram("::1", 7, new byte[10]);

    chargen(100).answer(fromEcho);

    assertEquals(0, fromEcho.replies.size());
  }
}
