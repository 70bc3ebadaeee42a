package org.jxinetd.console;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Ends where a line is longer than anybody types: what is read is kept in memory. One thread. */
final class ShortLines extends FilterInputStream {

  static final int LONGEST = 16 * 1024;

  private int length;

  ShortLines(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int c = length > LONGEST ? -1 : in.read();
    count(c);
    return c;
  }

  @Override
  public int read(byte[] into, int from, int most) throws IOException {
    int read = length > LONGEST ? -1 : in.read(into, from, most);
    for (int i = 0; i < read; i++) {
      count(into[from + i]);
    }
    return read;
  }

  private void count(int c) {
    length = c == '\r' || c == '\n' ? 0 : length + 1;
  }
}
