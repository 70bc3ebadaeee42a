package org.jxinetd.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A log that grows while it is read. Only whole lines count. */
record LogFile(Path path) {
  /** The stamp of a service log line: no padding in month and day, padding in the time. */
  static final String STAMP = "\\d\\d/([1-9]|1[0-2])/([1-9]|[12]\\d|3[01])@\\d\\d:\\d\\d:\\d\\d: ";

  String text() throws IOException {
    if (!Files.exists(path)) {
      return "";
    }
    return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
  }

  List<String> lines() throws IOException {
    String text = text();
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  /** Service log lines without their stamp; a line without a proper stamp is kept as it is. */
  List<String> events() throws IOException {
    return lines().stream().map(line -> line.replaceFirst("^" + STAMP, "")).toList();
  }

  long count(String regex) throws IOException {
    Pattern pattern = Pattern.compile(regex);
    return lines().stream().filter(line -> pattern.matcher(line).find()).count();
  }

  boolean has(String regex) throws IOException {
    return count(regex) > 0;
  }

  Matcher await(String regex) throws IOException {
    Pattern pattern = Pattern.compile(regex);
    return Await.answer("a line /" + regex + "/ in " + path, () -> first(pattern));
  }

  void awaitCount(String regex, int atLeast) throws IOException {
    Await.until(
        atLeast + " lines /" + regex + "/ in " + path.getFileName(), () -> count(regex) >= atLeast);
  }

  private Optional<Matcher> first(Pattern pattern) throws IOException {
    return lines().stream().map(pattern::matcher).filter(Matcher::find).findFirst();
  }
}
