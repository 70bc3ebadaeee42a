package org.jxinetd.access.ip;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The names of networks(5), reread when the file has changed. The file is small and local; there is
 * no look-up over the network. Any thread.
 */
final class Networks {

  private static final Logger LOG = LoggerFactory.getLogger(Networks.class);
  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_LINE = 4096;

  /** A line of the file: the network number as written. */
  record Entry(String number, int line) {}

  private record State(FileTime modified, long size, Map<String, Entry> entries) {}

  private static final State NONE = new State(FileTime.fromMillis(0), -1, Map.of());

  private final Path file;
  private State state = NONE;

  Networks(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** The first entry with that name or alias; case counts. */
  synchronized Optional<Entry> find(String name) {
    refresh();
    return Optional.ofNullable(state.entries.get(name));
  }

  private void refresh() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      if (now.size() == state.size && now.lastModifiedTime().equals(state.modified)) {
        return;
      }
      boolean usable = now.isRegularFile() && now.size() <= MAX_BYTES;
      if (!usable) {
        LOG.warn("{} is not a file of at most {} bytes; network names unknown", file, MAX_BYTES);
      }
      state = new State(now.lastModifiedTime(), now.size(), usable ? read() : Map.of());
    } catch (NoSuchFileException noSuchFile) {
      state = NONE; // many hosts have none, and then no name is a network
    } catch (IOException unreadable) {
      LOG.warn("cannot read {}: {}; network names unknown", file, unreadable.toString());
      state = NONE;
    }
  }

  private Map<String, Entry> read() throws IOException {
    Map<String, Entry> entries = new HashMap<>();
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      int number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        int comment = line.indexOf('#');
        String text = (comment < 0 ? line : line.substring(0, comment)).strip();
        String[] words = text.split("\\s+");
        if (words.length < 2 || line.length() > MAX_LINE) {
          continue;
        }
        Entry entry = new Entry(words[1], number);
        entries.putIfAbsent(words[0], entry);
        for (int i = 2; i < words.length; i++) {
          entries.putIfAbsent(words[i], entry);
        }
      }
    }
    return Map.copyOf(entries);
  }
}
