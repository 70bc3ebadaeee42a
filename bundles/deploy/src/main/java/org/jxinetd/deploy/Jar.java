package org.jxinetd.deploy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What a jar says of itself.
 *
 * @param name symbolic name of the bundle; empty when it is no bundle
 * @param singleton whether two versions exclude each other
 * @param fragment whether it extends another bundle
 * @param classVersion the highest version of its classes, for every Java it is meant for
 * @param newestClass a class of that version
 */
record Jar(
    String name,
    Version version,
    boolean singleton,
    boolean fragment,
    int classVersion,
    String newestClass) {

  private static final long LARGEST = 1L << 30;
  private static final int MAGIC = 0xCAFEBABE;

  /** Reads every byte of it, so that a damaged one is found here. */
  static Jar read(Path file) throws NotWholeException {
    try (JarFile jar = new JarFile(file.toFile(), false)) {
      Scan scan = new Scan();
      for (ZipEntry entry : Collections.list(jar.entries())) {
        try (InputStream in = jar.getInputStream(entry)) {
          scan.read(entry, in);
        }
      }
      Manifest manifest = jar.getManifest();
      Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
      String header = text(main, Constants.BUNDLE_SYMBOLICNAME).replaceAll("\\s", "");
      return new Jar(
          header.split(";")[0],
          Version.parseVersion(text(main, Constants.BUNDLE_VERSION).strip()),
          header.toLowerCase(Locale.ROOT).contains(";singleton:=true"),
          !text(main, Constants.FRAGMENT_HOST).isEmpty(),
          scan.classVersion,
          scan.newestClass);
    } catch (IOException | IllegalArgumentException e) {
      throw new NotWholeException(String.valueOf(e.getMessage()));
    }
  }

  private static String text(Attributes attributes, String name) {
    String value = attributes.getValue(name);
    return value == null ? "" : value;
  }

  /** The Java release that a class version belongs to. */
  static int release(int classVersion) {
    return classVersion - 44;
  }

  private static final class Scan {
    private final byte[] buffer = new byte[64 * 1024];
    private long total;
    int classVersion;
    String newestClass = "";

    void read(ZipEntry entry, InputStream in) throws IOException, NotWholeException {
      CRC32 sum = new CRC32();
      boolean first = true;
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (first && isClass(entry) && n >= 8) {
          look(entry);
        }
        first = false;
        sum.update(buffer, 0, n);
        total += n;
        if (total > LARGEST) {
          throw new NotWholeException("it unpacks to more than " + (LARGEST >> 20) + " MiB");
        }
      }
      if (entry.getCrc() >= 0 && entry.getCrc() != sum.getValue()) {
        throw new NotWholeException("the checksum of " + entry.getName() + " is wrong");
      }
    }

    private static boolean isClass(ZipEntry entry) {
      String name = entry.getName();
      return name.endsWith(".class")
          && !name.startsWith("META-INF/")
          && !name.endsWith("module-info.class");
    }

    private void look(ZipEntry entry) {
      int magic =
          (buffer[0] & 0xff) << 24
              | (buffer[1] & 0xff) << 16
              | (buffer[2] & 0xff) << 8
              | (buffer[3] & 0xff);
      int version = (buffer[6] & 0xff) << 8 | (buffer[7] & 0xff);
      if (magic == MAGIC && version > classVersion) {
        classVersion = version;
        newestClass = entry.getName();
      }
    }
  }
}
