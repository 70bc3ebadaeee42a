package org.jxinetd.config.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import org.osgi.framework.Bundle;

/**
 * What the bundles of a tree own, by their manifests.
 *
 * @param owned {@code KIND NAME} in lower case, such as {@code attribute nice}
 * @param patternProviders classes of the components that understand address patterns
 * @param unreadable jars that could not be read
 */
record Installed(Set<String> owned, List<String> patternProviders, List<String> unreadable) {

  private static final String PREFIX = "org.jxinetd.";
  private static final int MAX_DESCRIPTION = 1 << 20;
  private static final Pattern IMPLEMENTATION =
      Pattern.compile("<implementation class=\"([\\w.$]+)\"");
  private static final String PATTERN_PROVIDER =
      "interface=\"org.jxinetd.api.access.PatternProvider\"";

  Installed {
    owned = Set.copyOf(owned);
    patternProviders = List.copyOf(patternProviders);
    unreadable = List.copyOf(unreadable);
  }

  /** Reads every jar of the folders; a folder that does not exist holds none. */
  static Installed in(List<Path> folders) throws IOException {
    Set<String> owned = new HashSet<>();
    List<String> providers = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        continue;
      }
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, "*.jar")) {
        for (Path path : jars) {
          try (JarFile jar = new JarFile(path.toFile(), false)) {
            read(jar, owned, providers);
          } catch (IOException e) {
            unreadable.add(path + ": " + e.getMessage());
          }
        }
      }
    }
    return new Installed(owned, providers, unreadable);
  }

  /** What the bundles that run in a framework own. */
  static Installed in(Bundle... bundles) {
    Set<String> owned = new HashSet<>();
    for (Bundle bundle : bundles) {
      String capabilities = bundle.getHeaders("").get("Provide-Capability");
      boolean runs = bundle.getState() == Bundle.ACTIVE || bundle.getState() == Bundle.STARTING;
      if (runs && capabilities != null) {
        own(Capabilities.parse(capabilities), owned);
      }
    }
    return new Installed(owned, List.of(), List.of());
  }

  private static void own(List<Capabilities.Values> capabilities, Set<String> owned) {
    for (Capabilities.Values v : capabilities) {
      if (v.namespace().startsWith(PREFIX)) {
        String kind = v.namespace().substring(PREFIX.length());
        v.values().forEach(name -> owned.add(key(kind, name)));
      }
    }
  }

  private static void read(JarFile jar, Set<String> owned, List<String> providers)
      throws IOException {
    if (jar.getManifest() == null) {
      return;
    }
    Attributes main = jar.getManifest().getMainAttributes();
    String capabilities = main.getValue("Provide-Capability");
    if (capabilities == null) {
      return;
    }
    own(Capabilities.parse(capabilities), owned);
    String components = main.getValue("Service-Component");
    if (components != null && capabilities.contains(PREFIX + "pattern")) {
      for (String name : components.split(",")) {
        ZipEntry entry = jar.getEntry(name.strip());
        if (entry != null) {
          try (InputStream in = jar.getInputStream(entry)) {
            String xml = new String(in.readNBytes(MAX_DESCRIPTION), StandardCharsets.UTF_8);
            Matcher m = IMPLEMENTATION.matcher(xml);
            if (xml.contains(PATTERN_PROVIDER) && m.find()) {
              providers.add(m.group(1));
            }
          }
        }
      }
    }
  }

  private static String key(String kind, String name) {
    return kind + " " + name.toLowerCase(Locale.ROOT);
  }

  /** Whether a bundle owns {@code name} of a kind: attribute, pattern, handler, internal, ... */
  boolean owns(String kind, String name) {
    return owned.contains(key(kind, name));
  }
}
