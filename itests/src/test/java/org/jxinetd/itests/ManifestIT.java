package org.jxinetd.itests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house about who may import whom, read from the manifests. */
class ManifestIT {

  /** A library: what a terminal needs, for xinetctl on the class path and for shell-ssh. */
  private static final String CONSOLE = "org.jxinetd.console";

  private static List<Path> jars(String folder) throws IOException {
    try (Stream<Path> list = Files.list(ProgramUnderTest.home().resolve(folder))) {
      return list.filter(p -> p.getFileName().toString().startsWith("org.jxinetd.")).toList();
    }
  }

  private static Attributes manifest(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes();
    }
  }

  /** Our packages that a header names. */
  private static List<String> ours(Attributes manifest, String header) {
    List<String> packages = new ArrayList<>();
    String value = manifest.getValue(header);
    Matcher names =
        Pattern.compile("org\\.jxinetd\\.[a-z.]+(?=[;,]|$)")
            .matcher(value == null ? "" : value.replaceAll("\"[^\"]*\"", "\"\""));
    while (names.find()) {
      packages.add(names.group());
    }
    return packages;
  }

  @Test
  void hotBundlesImportTheApiAndLinuxAndOnlyTheEngineImportsHost() throws IOException {
    List<Path> jars = jars("bundles");
    assertFalse(jars.isEmpty());
    for (Path jar : jars) {
      Attributes manifest = manifest(jar);
      String name = manifest.getValue("Bundle-SymbolicName");
      for (String imported : ours(manifest, "Import-Package")) {
        boolean allowed =
            imported.startsWith("org.jxinetd.api.")
                || imported.equals("org.jxinetd.linux")
                || (imported.equals("org.jxinetd.host") && name.equals("org.jxinetd.engine"))
                || (imported.equals(CONSOLE) && name.equals("org.jxinetd.shell.ssh"));
        assertTrue(allowed, name + " imports " + imported);
      }
      List<String> exported = name.equals(CONSOLE) ? List.of(CONSOLE) : List.of();
      assertEquals(exported, ours(manifest, "Export-Package"), name + " exports");
      assertTrue(jar.getFileName().toString().startsWith(name + "-"), jar + " is " + name);
    }
  }

  @Test
  void theApiImportsNothingOfOurs() throws IOException {
    for (Path jar : jars("lib")) {
      Attributes manifest = manifest(jar);
      if (manifest.getValue("Bundle-SymbolicName").equals("org.jxinetd.api")) {
        List<String> own = ours(manifest, "Export-Package");
        assertEquals(4, own.size(), own.toString());
        for (String imported : ours(manifest, "Import-Package")) {
          assertTrue(own.contains(imported), "api imports " + imported);
        }
        return;
      }
    }
    throw new AssertionError("lib holds no api");
  }
}
