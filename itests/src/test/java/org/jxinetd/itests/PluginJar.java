package org.jxinetd.itests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.jxinetd.itests.plugin.Chores;
import org.jxinetd.itests.plugin.Doorman;
import org.jxinetd.itests.plugin.Greeting;

/** Packs the plugins of these tests: one class, a manifest, and what else they need. */
final class PluginJar {
  private static final String COMPONENT = "OSGI-INF/greeting.xml";
  private static final String GREETING = "greetings";
  private static final String DESCRIPTION =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="greeting">
        <implementation class="org.jxinetd.itests.plugin.Greeting"/>
        <property name="org.jxinetd.internal" value="greeting"/>
        <service><provide interface="org.jxinetd.api.handler.StreamService"/></service>
      </scr:component>
      """;

  private static final String DOORMAN =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0"
          name="doorman" deactivate="stop">
        <implementation class="org.jxinetd.itests.plugin.Doorman"/>
        <service><provide interface="org.jxinetd.api.access.AccessProvider"/></service>
      </scr:component>
      """;

  private PluginJar() {}

  static Path write(Path file) throws IOException {
    return Files.write(file, greeting("1.0.0", GREETING, Map.of()));
  }

  /**
   * The plugin that greets.
   *
   * @param word what it says, of nine letters
   * @param headers that its manifest shall have beside the usual ones, or instead of them
   */
  static byte[] greeting(String version, String word, Map<String, String> headers)
      throws IOException {
    Map<String, String> all =
        new HashMap<>(
            Map.of(
                "Bundle-SymbolicName", "org.example.greeting",
                "Bundle-Version", version,
                "Import-Package", "org.jxinetd.api.handler;version=\"[1.0,2)\"",
                "Service-Component", COMPONENT,
                "Provide-Capability",
                    "org.jxinetd.internal;name:List<String>=\"greeting/stream\""));
    all.putAll(headers);
    byte[] code = code(Greeting.class);
    replace(code, GREETING.getBytes(StandardCharsets.UTF_8), word.getBytes(StandardCharsets.UTF_8));
    return jar(
        all,
        Map.of(
            name(Greeting.class), code, COMPONENT, DESCRIPTION.getBytes(StandardCharsets.UTF_8)));
  }

  /** The plugin with a rule of its own: the attribute doorman. */
  static byte[] doorman(String version) throws IOException {
    String component = "OSGI-INF/doorman.xml";
    String range = ";version=\"[1.0,2)\"";
    return jar(
        Map.of(
            "Bundle-SymbolicName",
            "org.example.doorman",
            "Bundle-Version",
            version,
            "Import-Package",
            "org.jxinetd.api.access" + range + ",org.jxinetd.api.service" + range,
            "Service-Component",
            component,
            "Provide-Capability",
            "org.jxinetd.attribute;name:List<String>=\"doorman\""),
        Map.of(
            name(Doorman.class),
            code(Doorman.class),
            component,
            DOORMAN.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * A plugin of one class, which is one component.
   *
   * @param properties {@code name=value} of its services, one or none
   * @param provides the capabilities of its manifest
   */
  static byte[] component(
      String name,
      String version,
      Class<?> code,
      String properties,
      String provides,
      Class<?>... services)
      throws IOException {
    String component = "OSGI-INF/" + name + ".xml";
    StringBuilder text = new StringBuilder();
    text.append("<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.4.0\" name=\"")
        .append(name)
        .append("\"><implementation class=\"")
        .append(code.getName())
        .append("\"/>");
    if (!properties.isEmpty()) {
      int equals = properties.indexOf('=');
      text.append("<property name=\"")
          .append(properties, 0, equals)
          .append("\" value=\"")
          .append(properties.substring(equals + 1))
          .append("\"/>");
    }
    text.append("<service>");
    for (Class<?> service : services) {
      text.append("<provide interface=\"").append(service.getName()).append("\"/>");
    }
    text.append("</service></scr:component>");
    String range = ";version=\"[1.0,2)\"";
    return jar(
        Map.of(
            "Bundle-SymbolicName",
            name,
            "Bundle-Version",
            version,
            "Import-Package",
            Stream.of("access", "handler", "log", "service")
                .map(one -> "org.jxinetd.api." + one + range)
                .collect(Collectors.joining(",")),
            "Service-Component",
            component,
            "Provide-Capability",
            provides),
        Map.of(
            name(code), code(code), component, text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** The one that greets, compiled for a Java that is not out yet. */
  static byte[] fromTheFuture() throws IOException {
    byte[] code = code(Greeting.class);
    code[7] = 99;
    return jar(
        Map.of("Bundle-SymbolicName", "org.example.future", "Bundle-Version", "1.0.0"),
        Map.of(name(Greeting.class), code));
  }

  /** A bundle that does something as often as it is told, and makes a file when it is done. */
  static byte[] chores(String what, Path done) throws IOException {
    return jar(
        Map.of(
            "Bundle-SymbolicName",
            "org.example.chores",
            "Bundle-Version",
            "1.0.0",
            "Bundle-Activator",
            Chores.class.getName(),
            "Import-Package",
            "org.osgi.framework,org.osgi.service.cm",
            "Chore",
            what,
            "Chore-Done",
            done.toString()),
        Map.of(name(Chores.class), code(Chores.class)));
  }

  /** A bundle of the distribution under another version: what an update looks like. */
  static byte[] renumbered(Path jar, String version) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    Manifest manifest;
    try (JarFile file = new JarFile(jar.toFile())) {
      manifest = file.getManifest();
      Enumeration<JarEntry> all = file.entries();
      while (all.hasMoreElements()) {
        JarEntry entry = all.nextElement();
        if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
          try (InputStream in = file.getInputStream(entry)) {
            entries.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
    manifest.getMainAttributes().putValue("Bundle-Version", version);
    return jar(manifest, entries);
  }

  private static byte[] jar(Map<String, String> headers, Map<String, byte[]> entries)
      throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    headers.forEach(main::putValue);
    return jar(manifest, entries);
  }

  private static byte[] jar(Manifest manifest, Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        jar.putNextEntry(new ZipEntry(entry.getKey()));
        jar.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static String name(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] code(Class<?> type) throws IOException {
    try (InputStream code = type.getResourceAsStream("/" + name(type))) {
      return code.readAllBytes();
    }
  }

  private static void replace(byte[] in, byte[] what, byte[] by) {
    if (what.length != by.length) {
      throw new IllegalArgumentException("another length");
    }
    for (int i = 0; i + what.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        System.arraycopy(by, 0, in, i, by.length);
      }
    }
  }
}
