package org.jxinetd.deploy;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * By what a file is known to be the same as before, without reading it.
 *
 * @param text size, time of the last change in nanoseconds, and the file's identity
 * @param modifiedMillis time of the last change
 */
record Stamp(String text, long modifiedMillis) {

  static Stamp of(BasicFileAttributes file) {
    return new Stamp(
        file.size() + "," + file.lastModifiedTime().to(TimeUnit.NANOSECONDS) + "," + file.fileKey(),
        file.lastModifiedTime().toMillis());
  }

  boolean same(Stamp other) {
    return other != null && text.equals(other.text);
  }
}
