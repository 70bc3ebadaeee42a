package org.jxinetd.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The private folder of copies: what is used cannot change under its user's hands. */
final class Staging {

  /** A jar of this size is no plugin. */
  private static final long LARGEST = 256L << 20;

  private final Path folder;
  private long number;

  /**
   * @param folder private to this process; what an earlier life left in it is removed
   */
  Staging(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
    try (DirectoryStream<Path> old = Files.newDirectoryStream(folder)) {
      for (Path file : old) {
        Files.delete(file);
      }
    }
  }

  /**
   * Copies a file.
   *
   * @param stamp what the file must look like before and after
   * @throws NotWholeException when it has changed meanwhile, or is too large
   */
  Path copy(Path file, Stamp stamp) throws IOException, NotWholeException {
    Path copy = folder.resolve(++number + "-" + file.getFileName());
    boolean good = false;
    try {
      try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
          OutputStream out = Files.newOutputStream(copy)) {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          total += n;
          if (total > LARGEST) {
            throw new NotWholeException("it is larger than " + (LARGEST >> 20) + " MiB");
          }
          out.write(buffer, 0, n);
        }
      }
      if (!Stamp.of(attributes(file)).same(stamp)) {
        throw new NotWholeException("it changes while it is read");
      }
      good = true;
      return copy;
    } finally {
      if (!good) {
        Files.deleteIfExists(copy);
      }
    }
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }
}
