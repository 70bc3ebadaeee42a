package org.jxinetd.host.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes the answer of {@code export} and writes its files into a folder: here, with the rights of
 * the person who asked, and not in the server. Existing files are not replaced.
 */
final class UnitFiles extends OutputStream {

  private static final String MARK = "# file: ";
  private static final int MOST = 64 << 20;

  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (answer.size() + length > MOST) {
      throw new IOException("the answer is larger than " + MOST + " bytes");
    }
    answer.write(bytes, offset, length);
  }

  /** Writes the files; says which on {@code out}. */
  void writeTo(Path folder, OutputStream out) throws IOException {
    String text = answer.toString(StandardCharsets.UTF_8);
    int at = text.startsWith(MARK) ? 0 : text.indexOf("\n" + MARK) + 1;
    while (at >= 0 && text.startsWith(MARK, at)) {
      int line = text.indexOf('\n', at);
      if (line < 0) {
        return;
      }
      int next = text.indexOf("\n" + MARK, line);
      int end = next < 0 ? text.length() : next + 1;
      String name = text.substring(at + MARK.length(), line);
      if (name.isEmpty() || name.indexOf('/') >= 0 || name.startsWith(".")) {
        throw new IOException("not the name of a unit: " + name);
      }
      Path file = folder.resolve(name);
      Files.write(
          file,
          text.substring(line + 1, end).getBytes(StandardCharsets.UTF_8),
          java.nio.file.StandardOpenOption.CREATE_NEW);
      out.write((file + "\n").getBytes(StandardCharsets.UTF_8));
      at = next < 0 ? -1 : next + 1;
    }
  }
}
