package org.jxinetd.config.wrapper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jxinetd.api.service.Origin;
import org.jxinetd.config.text.Findings;

/** Reads hosts.allow and hosts.deny: the lines of hosts_access(5) and hosts_options(5). */
public final class HostsFile {

  private static final int MAX_BYTES = 4 << 20;

  private HostsFile() {}

  /** All rules in the order in which they are asked: first those of hosts.allow. */
  public static List<HostsRule> both(Path folder, Findings findings) {
    List<HostsRule> rules = new ArrayList<>(read(folder.resolve("hosts.allow"), true, findings));
    rules.addAll(read(folder.resolve("hosts.deny"), false, findings));
    return rules;
  }

  private static List<HostsRule> read(Path file, boolean admits, Findings findings) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("larger than " + MAX_BYTES + " bytes");
      }
      return parse(
          file.toString(), new String(bytes, StandardCharsets.ISO_8859_1), admits, findings);
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (IOException e) {
      findings.error(
          Origin.NONE,
          "",
          "open( " + file + " ) failed: " + e.getMessage(),
          "its rules are not converted");
      return List.of();
    }
  }

  static List<HostsRule> parse(String source, String text, boolean admits, Findings findings) {
    List<HostsRule> rules = new ArrayList<>();
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      Origin origin = Origin.of(source, i + 1);
      StringBuilder line = new StringBuilder(lines[i]);
      while (line.length() > 0 && line.charAt(line.length() - 1) == '\\' && i + 1 < lines.length) {
        line.setLength(line.length() - 1);
        line.append(lines[++i]);
      }
      String whole = line.toString();
      if (whole.isBlank() || whole.startsWith("#")) {
        continue;
      }
      List<String> fields = fields(whole);
      if (fields.size() < 2 || words(fields.get(0)).isEmpty() || words(fields.get(1)).isEmpty()) {
        findings.warning(
            origin, "", "not a rule: DAEMONS : CLIENTS is expected", "the line is left out");
        continue;
      }
      rules.add(rule(origin, fields, admits));
    }
    return rules;
  }

  private static HostsRule rule(Origin origin, List<String> fields, boolean admits) {
    boolean verdict = admits;
    List<String> options = new ArrayList<>();
    for (String field : fields.subList(2, fields.size())) {
      String option = field.strip();
      switch (option.toLowerCase(Locale.ROOT)) {
        case "allow" -> verdict = true;
        case "deny" -> verdict = false;
        case "" -> {} // a colon at the end
        default -> options.add(option);
      }
    }
    return new HostsRule(origin, words(fields.get(0)), words(fields.get(1)), options, verdict);
  }

  /** Cut at colons; those in brackets and behind a backslash belong to the text. */
  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean bracket = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length() && line.charAt(i + 1) == ':') {
        field.append(line.charAt(++i));
      } else if (c == ':' && !bracket) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        bracket = c == '[' || (bracket && c != ']');
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  private static List<String> words(String field) {
    List<String> words = new ArrayList<>();
    for (String word : field.split("[ \t\r,]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
