package org.jxinetd.engine.flow;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jxinetd.api.service.ServiceSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The banner files of a service, copied to clients byte for byte. Read for each client, so that an
 * edited file counts at once; a file that cannot be read is said in the daemon log and sends
 * nothing.
 */
public record Banners(
    String service, Optional<Path> always, Optional<Path> success, Optional<Path> fail) {

  private static final Logger LOG = LoggerFactory.getLogger(Banners.class);
  private static final int LARGEST = 64 * 1024;

  public static Banners of(ServiceSpec service) {
    return new Banners(
        service.id(),
        service.word("banner").map(Path::of),
        service.word("banner_success").map(Path::of),
        service.word("banner_fail").map(Path::of));
  }

  boolean none() {
    return always.isEmpty() && success.isEmpty() && fail.isEmpty();
  }

  /** The bytes to send, at most 64 KiB of them. */
  Optional<byte[]> read(Optional<Path> file) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    if (!Files.isRegularFile(file.get())) {
      LOG.error("service = {}, open of banner {} failed: no such file", service, file.get());
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      return Optional.of(in.readNBytes(LARGEST));
    } catch (IOException e) {
      LOG.error("service = {}, open of banner {} failed", service, file.get(), e);
      return Optional.empty();
    }
  }
}
