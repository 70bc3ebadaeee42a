package org.jxinetd.itests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which super-server the tests run: the assembled tree's, or the original as the proof of the
 * tests.
 */
record ProgramUnderTest(Path server, boolean peer) {

  static ProgramUnderTest get() {
    Path server = Path.of(property("jxinetd.server"));
    if (!Files.isExecutable(server)) {
      throw new AssertionError(server + " is not there: the distribution is not assembled");
    }
    return new ProgramUnderTest(server, Boolean.getBoolean("jxinetd.peer"));
  }

  static Path home() {
    return Path.of(property("jxinetd.home"));
  }

  /** Options that keep one test's server apart from every other one on the machine. */
  List<String> privateOptions(Path folder) {
    List<String> options = new ArrayList<>();
    if (!peer) {
      options.add("-nolibwrap");
      options.addAll(List.of("-statedir", folder.resolve("state").toString()));
      options.addAll(List.of("-control", folder.resolve("control").toString()));
    }
    return options;
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null || value.isBlank()) {
      throw new AssertionError("system property " + name + " is not set");
    }
    return value;
  }
}
