package org.jxinetd.log.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;

/** {@code FILE path [soft [hard]] [rotate=N]}, as written. */
record FileSetting(Path path, SizeLimit limit) {

  private static final long MOST = 1L << 50;

  private static final String ROTATE = "rotate=";
  private static final int MOST_FILES = 999;

  static FileSetting parse(ServiceSpec service, Attribute logType) throws ConfigException {
    List<String> words = logType.words();
    if (words.size() < 3 || !words.getLast().startsWith(ROTATE)) {
      return parse(service, logType, words);
    }
    FileSetting plain = parse(service, logType, words.subList(0, words.size() - 1));
    String digits = words.getLast().substring(ROTATE.length());
    int keep = digits.matches("[0-9]{1,3}") ? Integer.parseInt(digits) : 0;
    if (keep < 1 || keep > MOST_FILES) {
      throw ConfigException.in(
          service, logType, "rotate must be a number of files, 1 to " + MOST_FILES);
    }
    if (!plain.limit().controls()) {
      throw ConfigException.in(service, logType, "rotate needs a soft limit: when to begin a file");
    }
    return new FileSetting(plain.path(), plain.limit().keeping(keep));
  }

  private static FileSetting parse(ServiceSpec service, Attribute logType, List<String> words)
      throws ConfigException {
    if (words.size() < 2 || words.size() > 4) {
      throw ConfigException.in(
          service,
          logType,
          "wrong number of arguments; expected FILE path [soft [hard]] [rotate=N]");
    }
    Path path;
    try {
      path = Path.of(words.get(1)).toAbsolutePath();
    } catch (InvalidPathException malformed) {
      throw ConfigException.in(service, logType, "not a path: " + malformed.getReason());
    }
    if (words.size() == 2) {
      return new FileSetting(path, SizeLimit.NONE);
    }
    long soft = size(service, logType, words.get(2), "soft");
    if (words.size() == 3) {
      return new FileSetting(path, soft == 0 ? SizeLimit.NONE : SizeLimit.ofSoft(soft));
    }
    long hard = size(service, logType, words.get(3), "hard");
    if (hard < soft) {
      throw ConfigException.in(
          service, logType, "hard limit (" + hard + ") is less than soft limit (" + soft + ")");
    }
    return new FileSetting(path, soft == 0 ? SizeLimit.NONE : new SizeLimit(soft, hard));
  }

  private static long size(ServiceSpec service, Attribute logType, String word, String which)
      throws ConfigException {
    Optional<Long> size = bytes(word).stream().boxed().findFirst();
    if (size.isEmpty()) {
      throw ConfigException.in(
          service,
          logType,
          which + " limit is invalid: '" + word + "' is not a size such as 4096, 500k or 10M");
    }
    return size.get();
  }

  /** Bytes, or with k or m KiB or MiB. */
  private static OptionalLong bytes(String word) {
    int end = word.length();
    int shift = 0;
    if (end > 0) {
      switch (word.charAt(end - 1)) {
        case 'k', 'K' -> shift = 10;
        case 'm', 'M' -> shift = 20;
        default -> {} // a number of bytes
      }
    }
    String digits = shift == 0 ? word : word.substring(0, end - 1);
    if (digits.isEmpty()
        || digits.length() > 15
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    long size = Long.parseLong(digits);
    return size > MOST >> shift ? OptionalLong.empty() : OptionalLong.of(size << shift);
  }
}
