package org.jxinetd.shell.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestTest {

  private static Request read(int length, byte... bytes)
      throws IOException, MalformedRequestException {
    ByteBuffer wire = ByteBuffer.allocate(4 + bytes.length).putInt(length).put(bytes);
    return Request.read(Channels.newChannel(new ByteArrayInputStream(wire.array())));
  }

  private static Request read(String words) throws IOException, MalformedRequestException {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    return read(bytes.length, bytes);
  }

  private static String refusal(int length, byte... bytes) {
    return assertThrows(MalformedRequestException.class, () -> read(length, bytes)).getMessage();
  }

  @Test
  void splitsWordsAtNuls() throws Exception {
    assertEquals(List.of("reload", "-n"), read("reload\0-n\0").words());
  }

  @Test
  void keepsEmptyWordsAndOtherLanguages() throws Exception {
    assertEquals(List.of("", "größe 😀", ""), read("\0größe 😀\0\0").words());
  }

  @Test
  void takesARequestWithoutWords() throws Exception {
    assertEquals(List.of(), read("").words());
  }

  @Test
  void takesTheLongestRequest() throws Exception {
    assertEquals(1, read("x".repeat(Bounds.REQUEST_BYTES - 1) + "\0").words().size());
  }

  @Test
  void refusesALengthBeyondTheBoundBeforeReadingOn() {
    assertEquals("the request is longer than 65536 bytes", refusal(Bounds.REQUEST_BYTES + 1));
    assertEquals("the request is longer than 65536 bytes", refusal(-1));
    assertEquals("the request is longer than 65536 bytes", refusal(Integer.MIN_VALUE));
  }

  @Test
  void refusesWhatEndsEarly() {
    assertEquals("the request ends before its length is reached", refusal(3, (byte) 'a'));
    assertThrows(
        MalformedRequestException.class,
        () -> Request.read(Channels.newChannel(new ByteArrayInputStream(new byte[3]))));
  }

  @Test
  void refusesAWordWithoutItsNul() {
    assertEquals("the last word is not ended by a NUL", refusal(1, (byte) 'a'));
  }

  @Test
  void refusesWhatIsNoUtf8() {
    assertEquals("the request is not UTF-8", refusal(2, (byte) 0xff, (byte) 0));
  }
}
