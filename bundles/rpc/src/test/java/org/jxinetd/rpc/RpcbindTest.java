package org.jxinetd.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What rpcbind, or who sits in its place, may answer. */
class RpcbindTest {

  private static Rpcbind answering(int... behindNumber) {
    return new Rpcbind(
        message -> {
          ByteBuffer answer = ByteBuffer.allocate(4 + 4 * behindNumber.length);
          answer.putInt(message.getInt());
          for (int word : behindNumber) {
            answer.putInt(word);
          }
          return answer.flip();
        });
  }

  @Test
  void readsAnEmptyTable() throws IOException {
    assertEquals(0, answering(1, 0, 0, 0, 0, 0).dump().size());
  }

  @Test
  void malformedAnswersAreErrors() {
    int[][] answers = {
      {}, // cut off
      {0, 0, 0, 0, 0, 0}, // a call
      {1, 1, 0, 0, 0, 0}, // denied
      {1, 0, 0, 0, 2, 0}, // another version
      {1, 0, 0, -1, 0, 0}, // a verifier of 4 GB
      {1, 0, 0, 0, 0}, // no table
      {1, 0, 0, 0, 0, 7}, // no boolean
      {1, 0, 0, 0, 0, 1}, // no entry
      {1, 0, 0, 0, 0, 1, 1, 1, Integer.MAX_VALUE}, // a string of 2 GB
      {1, 0, 0, 0, 0, 1, 1, 1, 3}, // a string without its bytes
      {1, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0}, // an entry without an end of the table
    };
    for (int[] answer : answers) {
      assertThrows(IOException.class, () -> answering(answer).dump());
    }
  }

  @Test
  void theAnswerToAnotherCallIsAnError() {
    Rpcbind other = new Rpcbind(message -> ByteBuffer.allocate(64).putInt(1, 5));
    assertThrows(IOException.class, other::dump);
  }

  @Test
  void noiseNeverDoesMoreThanFail() {
    Random random = new Random(7);
    int readable = 0;
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(80)];
      random.nextBytes(noise);
      for (int at = 0; at < noise.length && i % 2 == 0; at++) {
        noise[at] = (byte) (noise[at] & 1); // small numbers go deeper
      }
      Rpcbind rpcbind =
          new Rpcbind(
              message -> {
                ByteBuffer answer = ByteBuffer.allocate(noise.length + 24);
                answer.putInt(message.getInt()).putInt(1).putInt(0).putInt(0).putInt(0).putInt(0);
                return answer.put(noise).flip();
              });
      try {
        rpcbind.dump();
        readable++;
      } catch (IOException malformed) {
        refused++;
      }
    }
    assertTrue(readable > 0 && refused > 0, readable + " readable, " + refused + " refused");
  }
}
