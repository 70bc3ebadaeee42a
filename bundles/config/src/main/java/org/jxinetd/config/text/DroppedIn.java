package org.jxinetd.config.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jxinetd.api.service.DeployedFiles;
import org.jxinetd.api.service.Origin;

/**
 * Files with services that were dropped into {@code deploy/}: they stand behind the main file and
 * all it includes, and inherit from its defaults. They include nothing and have no defaults of
 * their own.
 */
public final class DroppedIn {

  private static final int MAX_BYTES = 1 << 20;

  private DroppedIn() {}

  /** The text with the services of the files behind. What is wrong goes to the findings. */
  public static ConfigText append(
      ConfigText text, List<DeployedFiles.File> dropped, Switches switches, Findings findings) {
    List<Entry> entries = new ArrayList<>(text.entries());
    Set<String> damaged = new HashSet<>(text.damaged());
    List<String> files = new ArrayList<>(text.files());
    for (DeployedFiles.File file : dropped) {
      String name = file.path().toString();
      files.add(name);
      try {
        byte[] bytes = Files.readAllBytes(file.copy());
        if (bytes.length > MAX_BYTES) {
          throw new IOException("larger than " + MAX_BYTES + " bytes");
        }
        String content = new String(bytes, StandardCharsets.UTF_8);
        EntryParser.Parsed parsed = new EntryParser(name, content, findings, switches).parse();
        parsed.entries().stream().filter(e -> takes(e, findings)).forEach(entries::add);
        if (parsed.damaged()) {
          damaged.add(name);
        }
      } catch (IOException e) {
        findings.error(
            Origin.of(name, 0),
            "",
            "cannot be read: " + e.getMessage(),
            "its services stay as they were");
        damaged.add(name);
      }
    }
    return new ConfigText(entries, damaged, files, text.directories());
  }

  private static boolean takes(Entry entry, Findings findings) {
    if (entry instanceof Entry.Service) {
      return true;
    }
    String what = entry instanceof Entry.Defaults ? "defaults" : "include";
    findings.error(
        entry.origin(),
        what,
        what + " has no place in a file of the deploy folder",
        "the entry is passed over");
    return false;
  }
}
