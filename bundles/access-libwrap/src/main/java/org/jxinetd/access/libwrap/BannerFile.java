package org.jxinetd.access.libwrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The text that {@code banners} sends: the file named like the daemon, expanded line by line. */
final class BannerFile {

  private static final Logger LOG = LoggerFactory.getLogger(BannerFile.class);
  private static final int MAX_BYTES = 64 * 1024;

  private BannerFile() {}

  /** Empty where there is no such file: most daemons of a rule for all have none. */
  static String text(Path folder, Expansion expansion, String daemon) throws Undecidable {
    Path file;
    try {
      file = folder.resolve(daemon).normalize();
    } catch (InvalidPathException e) {
      return "";
    }
    if (!folder.normalize().equals(file.getParent()) || !Files.isRegularFile(file)) {
      return "";
    }
    String content;
    try (InputStream in = Files.newInputStream(file)) {
      content = new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      LOG.warn("banner {} is not sent: {}", file, e.getMessage());
      return "";
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < content.length()) {
      int end = content.indexOf('\n', at);
      String line = content.substring(at, end < 0 ? content.length() : end);
      out.append(expansion.expandAsIs(line)).append(end < 0 ? "" : "\r\n");
      at = end < 0 ? content.length() : end + 1;
    }
    return out.toString();
  }
}
