package org.jxinetd.services.inet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class DiscardTest {

  @Test
  void readsToTheEndAndSaysNothing() throws IOException {
    FakeConnection client = new FakeConnection(new byte[100_000]);

    new Discard().serve(client);

    assertEquals(-1, client.in().read());
    assertEquals(0, client.got.size());
  }

  @Test
  void answersNoDatagram() {
    FakeDatagram datagram = new FakeDatagram(new byte[10]);

    new Discard().answer(datagram);

    assertEquals(0, datagram.replies.size());
  }
}
