package org.jxinetd.manual;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes {@code docs/NAME.N.md} as {@code man/manN/NAME.N}, for every such file. */
public final class Render {

  private static final Pattern PAGE = Pattern.compile("(.+)\\.([1-9])\\.md");

  private Render() {}

  /**
   * @param words the folder of the documents, the folder for the pages, version, date
   */
  public static void main(String[] words) throws IOException {
    if (words.length != 4) {
      throw new IllegalArgumentException("usage: Render DOCS MAN VERSION DATE");
    }
    String date = words[3].substring(0, Math.min(10, words[3].length()));
    int pages = render(Path.of(words[0]), Path.of(words[1]), "jxinetd " + words[2], date);
    if (pages == 0) {
      throw new IOException("no pages in " + words[0]);
    }
  }

  /** Returns how many there were. */
  static int render(Path docs, Path man, String source, String date) throws IOException {
    int pages = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(docs, "*.md")) {
      for (Path file : files) {
        Matcher name = PAGE.matcher(file.getFileName().toString());
        if (name.matches()) {
          Path folder = Files.createDirectories(man.resolve("man" + name.group(2)));
          String page = new ManPage(source, date).of(Files.readString(file));
          Files.writeString(folder.resolve(name.group(1) + "." + name.group(2)), page);
          pages++;
        }
      }
    }
    return pages;
  }
}
