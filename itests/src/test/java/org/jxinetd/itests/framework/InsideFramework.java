package org.jxinetd.itests.framework;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.jxinetd.api.service.CodeInUse;
import org.jxinetd.host.Ledger;
import org.jxinetd.host.Lifecycle;
import org.jxinetd.host.SocketStore;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.TestContainer;
import org.ops4j.pax.exam.nat.internal.NativeTestContainer;
import org.ops4j.pax.exam.spi.PaxExamRuntime;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/**
 * A framework in this VM with every bundle of the assembled tree. As in the server itself, the
 * packages of api, linux, host, SLF4J and the log service come from the class path.
 */
public final class InsideFramework implements BeforeAllCallback, AfterAllCallback {
  /** Their Export-Package headers are what the system bundle exports. */
  private static final Set<String> SHARED =
      Set.of(
          "org.jxinetd.api",
          "org.jxinetd.linux",
          "org.jxinetd.host",
          "slf4j.api",
          "org.osgi.service.log",
          "org.osgi.util.pushstream");

  private final String configuration;
  private TestContainer container;
  private Path file;
  private Path state;
  private BundleContext context;

  /** A framework whose server reads {@code configuration}. */
  InsideFramework(String configuration) {
    this.configuration = configuration;
  }

  @Override
  public void beforeAll(ExtensionContext test) throws IOException {
    file = Files.writeString(Files.createTempFile("jxinetd-it", ".conf"), configuration);
    state = Files.createTempDirectory("jxinetd-it");
    Option[] options =
        options(
            systemPackages(systemExports().toArray(String[]::new)),
            frameworkProperty("org.jxinetd.bundles").value(folder().toString()),
            frameworkProperty("org.jxinetd.config").value(file.toString()),
            frameworkProperty("org.jxinetd.control").value(file + ".control"),
            frameworkProperty("org.jxinetd.statedir").value(state.toString()),
            frameworkProperty("org.jxinetd.nolibwrap").value("true"),
            frameworkProperty("felix.cm.pm").value("memory"),
            composite(bundles()));
    container = PaxExamRuntime.createContainer(PaxExamRuntime.createTestSystem(options));
    container.start();
    context = ((NativeTestContainer) container).getSystemBundle().getBundleContext();
    context.registerService(SocketStore.class, new SocketStore(), null);
    String[] ledger = {Ledger.class.getName(), CodeInUse.class.getName()};
    context.registerService(ledger, new Ledger(), null);
    context.registerService(Lifecycle.class, new Lifecycle(state -> {}), null);
  }

  @Override
  public void afterAll(ExtensionContext test) throws IOException {
    if (container != null) {
      container.stop();
    }
    Files.deleteIfExists(file);
    try (Stream<Path> all = Files.walk(state)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  List<Bundle> installed() {
    return Arrays.stream(context.getBundles()).filter(b -> b.getBundleId() != 0).toList();
  }

  /** A bundle without code, made of descriptions of components. */
  Bundle install(String name, String... components) throws IOException, BundleException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Bundle-ManifestVersion", "2");
    main.putValue("Bundle-SymbolicName", name);
    main.putValue("Service-Component", "OSGI-INF/*.xml");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
      for (int i = 0; i < components.length; i++) {
        jar.putNextEntry(new ZipEntry("OSGI-INF/" + i + ".xml"));
        jar.write(components[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    return context.installBundle(name, new ByteArrayInputStream(bytes.toByteArray()));
  }

  Bundle named(String symbolicName) {
    return installed().stream()
        .filter(b -> symbolicName.equals(b.getSymbolicName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no bundle " + symbolicName));
  }

  <T> T service(Class<T> type) {
    ServiceReference<T> reference = context.getServiceReference(type);
    if (reference == null) {
      throw new AssertionError("nobody provides " + type.getName());
    }
    return context.getService(reference);
  }

  private static Path folder() {
    return Path.of(System.getProperty("jxinetd.home")).resolve("bundles");
  }

  private static Option[] bundles() throws IOException {
    try (Stream<Path> jars = Files.list(folder())) {
      return jars.filter(jar -> jar.toString().endsWith(".jar"))
          .sorted()
          .map(jar -> bundle(jar.toUri().toString()))
          .toArray(Option[]::new);
    }
  }

  private static List<String> systemExports() throws IOException {
    List<String> exports = new ArrayList<>();
    ClassLoader loader = InsideFramework.class.getClassLoader();
    for (URL url : Collections.list(loader.getResources("META-INF/MANIFEST.MF"))) {
      try (InputStream in = url.openStream()) {
        Attributes main = new Manifest(in).getMainAttributes();
        String name = main.getValue("Bundle-SymbolicName");
        if (name != null && SHARED.contains(name.split(";")[0].strip())) {
          exports.add(main.getValue("Export-Package"));
        }
      }
    }
    exports.add("org.osgi.service.component.runtime;version=1.5.0");
    exports.add("org.osgi.service.component.runtime.dto;version=1.5.0");
    exports.add("org.osgi.service.cm;version=1.6.1");
    exports.add("org.osgi.service.metatype;version=1.4.0");
    exports.add("org.apache.felix.service.command;version=1.0.0");
    exports.add("org.osgi.util.promise;version=1.3.0");
    exports.add("org.osgi.util.function;version=1.2.0");
    return exports;
  }
}
