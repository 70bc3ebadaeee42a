package org.jxinetd.itests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jxinetd.itests.plugin.Greeting;

/** Packs the plugin of these tests: one class, its component description and a manifest. */
final class PluginJar {
  private static final String COMPONENT = "OSGI-INF/greeting.xml";
  private static final String DESCRIPTION =
      """
      <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="greeting">
        <implementation class="org.jxinetd.itests.plugin.Greeting"/>
        <property name="org.jxinetd.internal" value="greeting"/>
        <service><provide interface="org.jxinetd.api.handler.StreamService"/></service>
      </scr:component>
      """;

  private PluginJar() {}

  static Path write(Path file) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    Map.of(
            "Bundle-ManifestVersion", "2",
            "Bundle-SymbolicName", "org.example.greeting",
            "Bundle-Version", "1.0.0",
            "Import-Package", "org.jxinetd.api.handler;version=\"[0.1,1)\"",
            "Service-Component", COMPONENT,
            "Provide-Capability", "org.jxinetd.internal;name:List<String>=\"greeting/stream\"")
        .forEach(main::putValue);
    String entry = Greeting.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        InputStream code = Greeting.class.getResourceAsStream("/" + entry)) {
      jar.putNextEntry(new ZipEntry(entry));
      code.transferTo(jar);
      jar.putNextEntry(new ZipEntry(COMPONENT));
      jar.write(DESCRIPTION.getBytes(StandardCharsets.UTF_8));
    }
    return file;
  }
}
