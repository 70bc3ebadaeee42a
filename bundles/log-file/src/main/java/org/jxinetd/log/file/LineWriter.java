package org.jxinetd.log.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Writes whole lines to one file. When a full disk takes half a line, the other half goes first
 * next time: no line is ever joined with the next. Owned by a {@link SharedLog}.
 */
final class LineWriter {

  private static final byte[] NOTHING = {};

  private byte[] rest = NOTHING;

  /** The lines that were lost, and how many bytes got out all the same. */
  static final class Lost extends IOException {
    private static final long serialVersionUID = 1L;
    private final int written;
    private final int lines;

    private Lost(int lines, int written, IOException cause) {
      super(Trouble.text(cause), cause);
      this.written = written;
      this.lines = lines;
    }

    int lines() {
      return lines;
    }

    int written() {
      return written;
    }
  }

  /** Bytes of a torn line that are still owed to the file. */
  int owed() {
    return rest.length;
  }

  /** The file is another one: the end of an old line has no place there. */
  void forget() {
    rest = NOTHING;
  }

  /**
   * Writes lines in one call where the operating system takes them so.
   *
   * @return bytes written
   * @throws Lost when some lines are lost
   */
  int write(OpenFile file, List<byte[]> lines) throws Lost {
    int length = rest.length;
    for (byte[] line : lines) {
      length += line.length;
    }
    ByteBuffer batch = ByteBuffer.allocate(length).put(rest);
    lines.forEach(batch::put);
    batch.flip();
    try {
      file.write(batch);
    } catch (IOException failure) {
      int lost = keepRest(lines, batch.position());
      throw new Lost(lost, batch.position(), failure);
    }
    rest = NOTHING;
    return length;
  }

  /** Keeps the end of the line that was cut; returns how many lines are lost altogether. */
  private int keepRest(List<byte[]> lines, int written) {
    if (written < rest.length) {
      rest = Arrays.copyOfRange(rest, written, rest.length);
      return lines.size();
    }
    int begin = rest.length;
    rest = NOTHING;
    int whole = 0;
    while (whole < lines.size() && begin + lines.get(whole).length <= written) {
      begin += lines.get(whole++).length;
    }
    if (whole == lines.size()) {
      return 0;
    }
    if (written == begin) {
      return lines.size() - whole;
    }
    byte[] cut = lines.get(whole);
    rest = Arrays.copyOfRange(cut, written - begin, cut.length);
    return lines.size() - whole - 1;
  }
}
