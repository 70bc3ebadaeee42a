package org.jxinetd.config.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;

/**
 * Reads a configuration with everything it includes. Bounded in depth, number of files and total
 * size. One instance reads once; not for use by several threads.
 */
public final class ConfigFiles {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_FILES = 50_000;

  /** A short word costs far more than its bytes: the bound for bytes alone would not hold. */
  private static final int BYTES_PER_WORD = 32;

  private final Path base;
  private final Findings findings;
  private final Consumer<String> reading;
  private final Switches switches;
  private final Deque<Path> stack = new ArrayDeque<>();
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> damaged = new HashSet<>();
  private final List<String> files = new ArrayList<>();
  private final List<String> directories = new ArrayList<>();
  private long budget;
  private long words;

  /**
   * @param base directory for relative paths
   * @param maxBytes bound for the size of all files together
   * @param findings receives what is wrong
   * @param reading is told the path of each included file before it is read
   * @param switches entries switched on are read whole, {@code disable = yes} or not
   */
  public ConfigFiles(
      Path base, long maxBytes, Findings findings, Consumer<String> reading, Switches switches) {
    this.switches = switches;
    this.base = base;
    this.budget = maxBytes;
    this.words = maxBytes / BYTES_PER_WORD;
    this.findings = findings;
    this.reading = reading;
  }

  /**
   * Reads the main file and all it includes.
   *
   * @return empty when the main file cannot be read; a problem says why
   */
  public Optional<ConfigText> read(String main) {
    try {
      Path path = base.resolve(main);
      Path real = path.toRealPath();
      String text = load(main, path);
      files.add(main);
      parse(main, real, text);
      return Optional.of(new ConfigText(entries, damaged, files, directories));
    } catch (IOException | InvalidPathException e) {
      findings.error(
          Origin.NONE,
          "",
          "open( " + main + " ) failed: " + reason(e),
          "the configuration is not read");
      return Optional.empty();
    }
  }

  private void parse(String name, Path real, String text) {
    stack.push(real);
    EntryParser.Parsed parsed = new EntryParser(name, text, findings, switches).parse();
    if (parsed.damaged()) {
      damaged.add(name);
    }
    for (Entry entry : parsed.entries()) {
      if (entry instanceof Entry.Include include) {
        if (include.directory()) {
          includeDirectory(include.path());
        } else {
          includeFile(include.path(), include.path().text());
        }
      } else {
        entries.add(entry);
      }
    }
    stack.pop();
  }

  private void includeFile(Token directive, String name) {
    if (stack.size() >= MAX_DEPTH) {
      fail(directive, name, "includes nest deeper than " + MAX_DEPTH + " files");
      return;
    }
    if (files.size() >= MAX_FILES) {
      fail(directive, name, "more than " + MAX_FILES + " files");
      return;
    }
    try {
      Path path = base.resolve(name);
      Path real = path.toRealPath();
      if (stack.contains(real)) {
        fail(directive, name, "the file includes itself: " + name);
        return;
      }
      reading.accept(name);
      files.add(name);
      if (Files.isDirectory(real)) {
        fail(
            directive,
            name,
            "Unable to open included configuration file: " + name + ": it is a directory");
        return;
      }
      if (!Files.isRegularFile(real)) {
        fail(
            directive,
            name,
            name + " is not a regular file. It is being skipped."); // it could block
        return;
      }
      parse(name, real, load(name, path));
    } catch (IOException | InvalidPathException e) {
      fail(
          directive,
          name,
          "Unable to open included configuration file: " + name + ": " + reason(e));
    }
  }

  private void includeDirectory(Token directive) {
    String directory = directive.text();
    directories.add(directory);
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(base.resolve(directory))) {
      for (Path path : found) {
        String name = String.valueOf(path.getFileName());
        if (name.indexOf('.') < 0 && !name.endsWith("~") && names.size() < MAX_FILES) {
          names.add(name);
        }
      }
    } catch (IOException | InvalidPathException | java.nio.file.DirectoryIteratorException e) {
      fail(
          directive,
          directory,
          "Unable to read included directory: " + directory + ": " + reason(e));
      return;
    }
    names.sort((a, b) -> Arrays.compareUnsigned(bytes(a), bytes(b)));
    for (String name : names) {
      String path = directory.endsWith("/") ? directory + name : directory + "/" + name;
      Path file = base.resolve(path);
      if (!Files.exists(file)) {
        fail(directive, path, "Unable to stat includedir file " + path);
      } else if (!Files.isRegularFile(file)) {
        findings.error(
            directive.origin(),
            "includedir",
            path + " is not a regular file. It is being skipped.",
            "nothing is read from it");
      } else {
        includeFile(directive, path);
      }
    }
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private void fail(Token directive, String target, String message) {
    damaged.add(target);
    findings.error(directive.origin(), "include", message, "nothing is read from it");
  }

  private String load(String name, Path path) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      // one byte more than allowed tells a file that fits from one that does not
      bytes = in.readNBytes((int) Math.min(budget + 1, Integer.MAX_VALUE - 16));
    }
    if (bytes.length > budget) {
      throw new IOException("the files together are larger than the limit");
    }
    budget -= bytes.length;
    words -= words(bytes);
    if (words < 0) {
      throw new IOException("the files together hold more words than the memory can");
    }
    return decode(name, bytes);
  }

  private static long words(byte[] bytes) {
    long count = 0;
    boolean blank = true;
    for (byte b : bytes) {
      boolean now = b == ' ' || b == '\t' || b == '\n';
      if (blank && !now) {
        count++;
      }
      blank = now;
    }
    return count;
  }

  private String decode(String name, byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      findings.warning(Origin.of(name, 1), "", "the file is not UTF-8", "it is read as ISO-8859-1");
      text = new String(bytes, StandardCharsets.ISO_8859_1);
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /** What errno would have said. */
  private static String reason(Exception e) {
    Throwable cause = e instanceof java.nio.file.DirectoryIteratorException d ? d.getCause() : e;
    return switch (cause) {
      case NoSuchFileException _ -> "No such file or directory (errno = 2)";
      case AccessDeniedException _ -> "Permission denied (errno = 13)";
      case NotDirectoryException _ -> "Not a directory (errno = 20)";
      case FileSystemLoopException _ -> "Too many levels of symbolic links (errno = 40)";
      case InvalidPathException bad -> bad.getReason();
      case java.nio.file.FileSystemException fs when fs.getReason() != null -> fs.getReason();
      default -> String.valueOf(cause.getMessage());
    };
  }
}
