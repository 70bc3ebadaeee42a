package org.jxinetd.config.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All entries in reading order, includes resolved.
 *
 * @param entries {@link Entry.Defaults} and {@link Entry.Service} only
 * @param damaged files, and include targets, of which a part could not be read: what is missing
 *     from them was not necessarily removed on purpose
 * @param files every file read, the main one first
 * @param directories every includedir, whether it could be read or not
 */
public record ConfigText(
    List<Entry> entries, Set<String> damaged, List<String> files, List<String> directories) {
  public ConfigText {
    entries = List.copyOf(entries);
    damaged = Set.copyOf(damaged);
    files = List.copyOf(files);
    directories = List.copyOf(directories);
  }

  /** The same with the entries of one more file behind. */
  public ConfigText with(Path file, List<Entry> more) {
    if (more.isEmpty()) {
      return this;
    }
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(more);
    List<String> read = new ArrayList<>(files);
    read.add(file.toString());
    return new ConfigText(all, damaged, read, directories);
  }
}
