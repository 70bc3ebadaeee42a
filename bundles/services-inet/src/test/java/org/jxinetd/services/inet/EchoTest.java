package org.jxinetd.services.inet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EchoTest {

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void sendsAStreamBackUntilTheClientIsDone() throws IOException {
    FakeConnection client = new FakeConnection(random(100_000));

    new Echo(new OwnPorts()).serve(client);

    assertArrayEquals(random(100_000), client.got.toByteArray());
    assertFalse(new Echo(new OwnPorts()).brief());
  }

  @Test
  void endsWhenTheClientIsGone() {
    FakeConnection client = new FakeConnection(random(10_000), 500);

    assertThrows(IOException.class, () -> new Echo(new OwnPorts()).serve(client));
    assertEquals(500, client.got.size());
  }

  @Test
  void sendsDatagramsBackWhole() throws IOException {
    for (int length : new int[] {0, 1, 3000, 65_507}) {
      FakeDatagram datagram = new FakeDatagram(random(length));

      new Echo(new OwnPorts()).answer(datagram);

      assertEquals(1, datagram.replies.size());
      assertArrayEquals(random(length), datagram.replies.getFirst());
    }
  }

  @Test
  void doesNotAnswerAService() throws IOException {
    FakeDatagram fromChargen = new FakeDatagram("127.0.0.1", 19, random(10));

    new Echo(new OwnPorts()).answer(fromChargen);

    assertEquals(0, fromChargen.replies.size());
  }
}
