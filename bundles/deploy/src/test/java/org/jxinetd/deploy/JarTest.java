package org.jxinetd.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Version;

class JarTest {
  @TempDir Path folder;

  private static byte[] code(int version) {
    byte[] code = new byte[200];
    code[0] = (byte) 0xCA;
    code[1] = (byte) 0xFE;
    code[2] = (byte) 0xBA;
    code[3] = (byte) 0xBE;
    code[7] = (byte) version;
    return code;
  }

  private Path jar(Map<String, String> headers, Map<String, byte[]> entries) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    headers.forEach(manifest.getMainAttributes()::putValue);
    Path file = folder.resolve("x.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return file;
  }

  @Test
  void readsWhatABundleSaysOfItself() throws Exception {
    Path file =
        jar(
            Map.of(
                "Bundle-SymbolicName", "org.example.a; singleton:=true",
                "Bundle-Version", "1.2.3.q"),
            Map.of(
                "a/A.class", code(69),
                "a/B.class", code(61),
                "META-INF/versions/30/a/A.class", code(74),
                "readme", "text".getBytes(StandardCharsets.UTF_8)));
    Jar jar = Jar.read(file);
    assertEquals("org.example.a", jar.name());
    assertEquals(Version.parseVersion("1.2.3.q"), jar.version());
    assertTrue(jar.singleton());
    assertEquals(69, jar.classVersion());
    assertEquals("a/A.class", jar.newestClass());
    assertEquals(25, Jar.release(jar.classVersion()));
  }

  @Test
  void knowsAPlainJarFromABundle() throws Exception {
    assertEquals("", Jar.read(jar(Map.of(), Map.of())).name());
  }

  @Test
  void findsEveryCutAndEveryWrongByteOfAClass() throws Exception {
    byte[] noise = new byte[3000];
    new java.util.Random(1).nextBytes(noise);
    Path file = jar(Map.of("Bundle-SymbolicName", "a"), Map.of("noise", noise));
    byte[] whole = Files.readAllBytes(file);
    Path copy = folder.resolve("copy.jar");
    for (int length = 0; length < whole.length; length += 101) {
      Files.write(copy, Arrays.copyOf(whole, length));
      assertThrows(NotWholeException.class, () -> Jar.read(copy), "cut at " + length);
    }
    byte[] damaged = whole.clone();
    damaged[whole.length / 2] ^= 0x55;
    Files.write(copy, damaged);
    assertThrows(NotWholeException.class, () -> Jar.read(copy));
  }
}
