package org.jxinetd.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the manual, before the programs that people read them with. */
class PagesTest {

  private static final Path DOCS = Path.of("..", "docs");

  @TempDir Path man;

  static Stream<String> pages() throws IOException {
    try (Stream<Path> all = Files.list(DOCS)) {
      return all
          .map(path -> path.getFileName().toString())
          .filter(name -> name.matches(".+\\.[1-9]\\.md"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private Path render(String document) throws IOException {
    String name = document.substring(0, document.length() - ".md".length());
    Path page = man.resolve(name);
    String text = new ManPage("jxinetd", "2026-11-01").of(Files.readString(DOCS.resolve(document)));
    Files.writeString(page, text);
    return page;
  }

  /** Everything a program prints. */
  private static String run(String... words) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS), () -> "does not end: " + List.of(words));
    return text;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void isWellFormed(String document) throws IOException, InterruptedException {
    String page = render(document).toString();
    assertEquals("", run("mandoc", "-Tlint", "-Wwarning", page));
    assertEquals("", run("groff", "-man", "-ww", "-z", "-Tutf8", page));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void isReadByMan(String document) throws IOException, InterruptedException {
    String text =
        run(
            "env",
            "MANWIDTH=80",
            "LC_ALL=C.UTF-8",
            "man",
            "-P",
            "cat",
            "-l",
            render(document).toString());
    List<String> lines = text.lines().map(line -> line.replaceAll(".\b", "")).toList();
    assertTrue(lines.contains("NAME"), text);
    assertTrue(lines.size() > 20, text);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 140), text);
  }

  @Test
  void areWrittenToTheirSections() throws IOException {
    assertEquals(pages().count(), Render.render(DOCS, man, "jxinetd", "2026-11-01"));
    assertTrue(Files.readString(man.resolve("man5/xinetd.conf.5")).contains(".SH \"ATTRIBUTES\""));
    assertTrue(Files.isRegularFile(man.resolve("man8/xinetctl.8")));
  }
}
