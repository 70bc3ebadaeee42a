package org.jxinetd.services.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.linux.Self;

/**
 * The file that {@code admin_password_file} names: its first line that is not a comment is a {@link
 * Password}. Only the daemon's user may be able to read or write it. Read for each login, so that a
 * new password counts at once.
 */
final class PasswordFile {

  private static final int LARGEST = 4096;
  private static final int OTHERS = 077;

  private final Path path;

  private PasswordFile(Path path) {
    this.path = path;
  }

  /**
   * The file of a service, if it has one.
   *
   * @throws ConfigException when it cannot be used
   */
  static Optional<PasswordFile> of(ServiceSpec service) throws ConfigException {
    Optional<Attribute> attribute = service.attribute("admin_password_file");
    if (attribute.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path path = Path.of(attribute.get().text());
      if (!path.isAbsolute()) {
        throw ConfigException.in(service, attribute.get(), path + " is not an absolute path");
      }
      PasswordFile file = new PasswordFile(path);
      file.read();
      return Optional.of(file);
    } catch (InvalidPathException e) {
      throw ConfigException.in(service, attribute.get(), "not a path: " + e.getReason());
    } catch (IOException e) {
      throw ConfigException.in(service, attribute.get(), e.getMessage());
    }
  }

  /**
   * Reads the password.
   *
   * @throws IOException with a message for people when the file cannot be trusted or understood
   */
  Password read() throws IOException {
    if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " is not a regular file");
    }
    int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    int mode = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    if (owner != 0 && owner != Self.effectiveUid()) {
      throw new IOException(path + " belongs to user " + owner + ", not to the daemon's user");
    }
    if ((mode & OTHERS) != 0) {
      throw new IOException(
          path
              + " can be read or written by others (mode "
              + Integer.toOctalString(mode & 0777)
              + ")");
    }
    try (InputStream in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
      String text = new String(in.readNBytes(LARGEST), StandardCharsets.ISO_8859_1);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .findFirst()
          .flatMap(Password::parse)
          .orElseThrow(
              () ->
                  new IOException(path + " holds no password; bin/xinetd-password makes its line"));
    }
  }
}
