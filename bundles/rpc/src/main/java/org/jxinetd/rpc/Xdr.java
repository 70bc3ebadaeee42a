package org.jxinetd.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The few forms of RFC 4506 that rpcbind's protocol needs. Reading trusts nothing: every length is
 * checked against what is there.
 */
final class Xdr {

  /** Longest string that is read or written. */
  static final int LONGEST = 1024;

  private Xdr() {}

  static void number(ByteBuffer to, long unsigned) {
    to.putInt((int) unsigned);
  }

  static void string(ByteBuffer to, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > LONGEST) {
      throw new IllegalArgumentException("too long: " + bytes.length);
    }
    to.putInt(bytes.length).put(bytes);
    to.put(new byte[padding(bytes.length)]);
  }

  static long number(ByteBuffer from) throws IOException {
    need(from, Integer.BYTES);
    return from.getInt() & 0xffff_ffffL;
  }

  static boolean bool(ByteBuffer from) throws IOException {
    long value = number(from);
    if (value > 1) {
      throw new IOException("rpcbind's answer is malformed: " + value + " is no boolean");
    }
    return value == 1;
  }

  static String string(ByteBuffer from) throws IOException {
    return new String(opaque(from), StandardCharsets.ISO_8859_1);
  }

  static byte[] opaque(ByteBuffer from) throws IOException {
    long length = number(from);
    if (length > LONGEST) {
      throw new IOException("rpcbind's answer is malformed: a string of " + length + " bytes");
    }
    need(from, (int) length + padding((int) length));
    byte[] bytes = new byte[(int) length];
    from.get(bytes);
    from.position(from.position() + padding((int) length));
    return bytes;
  }

  private static int padding(int length) {
    return -length & 3;
  }

  private static void need(ByteBuffer from, int bytes) throws IOException {
    if (from.remaining() < bytes) {
      throw new IOException("rpcbind's answer is cut off");
    }
  }
}
