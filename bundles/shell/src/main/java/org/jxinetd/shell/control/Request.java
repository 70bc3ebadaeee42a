package org.jxinetd.shell.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A command line on the wire: a big-endian 4-byte length, then that many bytes, the words in UTF-8,
 * each ended by a NUL.
 */
record Request(List<String> words) {

  Request {
    words = List.copyOf(words);
  }

  /** Reads one request and no byte more. */
  static Request read(ReadableByteChannel from) throws IOException, MalformedRequestException {
    int length = readFully(from, ByteBuffer.allocate(Integer.BYTES)).getInt();
    if (length < 0 || length > Bounds.REQUEST_BYTES) {
      throw new MalformedRequestException(
          "the request is longer than " + Bounds.REQUEST_BYTES + " bytes");
    }
    return parse(readFully(from, ByteBuffer.allocate(length)));
  }

  private static ByteBuffer readFully(ReadableByteChannel from, ByteBuffer into)
      throws IOException, MalformedRequestException {
    while (into.hasRemaining()) {
      if (from.read(into) < 0) {
        throw new MalformedRequestException("the request ends before its length is reached");
      }
    }
    return into.flip();
  }

  static Request parse(ByteBuffer bytes) throws MalformedRequestException {
    if (bytes.hasRemaining() && bytes.get(bytes.limit() - 1) != 0) {
      throw new MalformedRequestException("the last word is not ended by a NUL");
    }
    List<String> words = new ArrayList<>();
    int start = bytes.position();
    for (int i = start; i < bytes.limit(); i++) {
      if (bytes.get(i) == 0) {
        words.add(word(bytes.slice(start, i - start)));
        start = i + 1;
      }
    }
    return new Request(words);
  }

  private static String word(ByteBuffer bytes) throws MalformedRequestException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException notText) {
      throw new MalformedRequestException("the request is not UTF-8");
    }
  }
}
