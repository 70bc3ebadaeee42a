package org.jxinetd.config.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;

/**
 * Reads the entries of one file. Never throws for any text. After a slip it goes on at the next
 * line that begins with an entry keyword, so that a slip costs one entry at most.
 */
final class EntryParser {

  /**
   * What one file holds.
   *
   * @param damaged something could not even be attributed to an entry: a service may be missing
   */
  record Parsed(List<Entry> entries, boolean damaged) {}

  private enum State {
    TOP,
    BEFORE_BRACE,
    INSIDE,
    /** Behind a slip in the head of an entry: its body is passed over. */
    SKIP
  }

  private static final Set<String> KEYWORDS =
      Set.of("service", "defaults", "include", "includedir");

  private final String source;
  private final Lines lines;
  private final Findings findings;
  private final Switches switches;
  private final List<Entry> entries = new ArrayList<>();
  private State state = State.TOP;
  private OpenEntry open;
  private boolean defaultsSeen;
  private boolean damaged;
  private Origin strayFrom;
  private int strayTo;

  EntryParser(String source, String text, Findings findings, Switches switches) {
    this.switches = switches;
    this.source = source;
    this.lines = new Lines(source, text);
    this.findings = findings;
  }

  Parsed parse() {
    while (lines.next()) {
      List<Token> words = lines.words();
      if (words.isEmpty()) {
        continue; // nothing but VT, FF or CR
      }
      switch (state) {
        case TOP -> top(words);
        case BEFORE_BRACE -> brace(words);
        case INSIDE -> inside(words);
        case SKIP -> skip(words);
      }
    }
    endStray();
    if (state == State.INSIDE || state == State.BEFORE_BRACE) {
      open.spoil("incomplete entry, missing } in last service entry", findings);
      damaged = true; // the rest of the file may be missing as well
      close();
    }
    if (lines.carriageReturns()) {
      findings.warning(
          new Origin(source, 1, 0),
          "",
          "lines end in CR LF",
          "the CR is ignored; xinetd would have taken it as part of each line's last word");
    }
    return new Parsed(List.copyOf(entries), damaged);
  }

  private static boolean isComment(Token word) {
    return word.text().startsWith("#");
  }

  private static String keyword(List<Token> words) {
    String first = words.getFirst().text().toLowerCase(Locale.ROOT);
    return KEYWORDS.contains(first) ? first : "";
  }

  /**
   * A keyword within an entry; {@code service = x} is an attribute that happens to be called so.
   */
  private static boolean startsEntry(List<Token> words) {
    String first = keyword(words);
    if (first.isEmpty()) {
      return false;
    }
    if (words.size() == 1) {
      return first.equals("defaults");
    }
    return Operator.startOf(words.get(1).text()).isEmpty();
  }

  private void top(List<Token> words) {
    String keyword = keyword(words);
    if (keyword.isEmpty()) {
      if (strayFrom == null) {
        strayFrom = words.getFirst().origin();
      }
      strayTo = lines.number();
      return;
    }
    endStray();
    boolean hasArgument = words.size() > 1 && !isComment(words.get(1));
    Origin origin = words.getFirst().origin();
    switch (keyword) {
      case "defaults" -> {
        boolean again = defaultsSeen;
        defaultsSeen = true;
        if (again) {
          findings.error(
              origin,
              "defaults",
              "only 1 defaults entry is allowed. This entry will be ignored",
              "its lines have no effect");
        }
        begin(OpenEntry.defaults(words.getFirst(), again), words, 1);
      }
      case "service" -> {
        if (hasArgument) {
          begin(OpenEntry.service(words.getFirst(), words.get(1), switches), words, 2);
        } else {
          findings.error(origin, "service", "service name missing", "the entry is ignored");
          damaged = true;
          state = State.SKIP;
        }
      }
      default -> {
        if (hasArgument) {
          entries.add(new Entry.Include(origin, words.get(1), keyword.equals("includedir")));
        } else {
          findings.error(origin, keyword, "service name missing", "nothing is included");
          damaged = true;
        }
      }
    }
  }

  private void begin(OpenEntry entry, List<Token> words, int expected) {
    open = entry;
    state = State.BEFORE_BRACE;
    // everything behind the name is ignored, but a brace there is meant, and then the body follows
    boolean braceHere = words.size() > expected && words.get(expected).text().equals("{");
    if (braceHere) {
      open.spoil(
          "missing '{'", words.get(expected).origin(), "put { on a line of its own", findings);
      close();
      state = State.SKIP;
    }
  }

  private void brace(List<Token> words) {
    if (words.getFirst().text().equals("{") && aloneBut(words)) {
      commentBehind(words, "taken no entry here: missing '{'");
      state = State.INSIDE;
      return;
    }
    open.spoil("missing '{'", words.getFirst().origin(), "put { on a line of its own", findings);
    close();
    if (startsEntry(words) || !keyword(words).isEmpty()) {
      top(words);
    } else {
      state = State.SKIP;
      skip(words);
    }
  }

  private void skip(List<Token> words) {
    if (startsEntry(words)) {
      state = State.TOP;
      top(words);
    } else if (words.getFirst().text().equals("}")) {
      state = State.TOP;
    }
  }

  private void inside(List<Token> words) {
    Token first = words.getFirst();
    if (first.text().equals("}")) {
      if (aloneBut(words)) {
        commentBehind(words, "dropped this entry: Bad operator for attribute: }");
      } else {
        open.spoil(
            "stray words behind '}'",
            words.get(1).origin(),
            "put } on a line of its own",
            findings);
      }
      close();
    } else if (startsEntry(words)) {
      open.spoil(
          "missing } before '" + first.text() + "'",
          first.origin(),
          "put a } before this line",
          findings);
      close();
      top(words);
    } else {
      open.line(words, lines.hasNul(), findings);
    }
  }

  private static boolean aloneBut(List<Token> words) {
    return words.size() == 1 || isComment(words.get(1));
  }

  private void commentBehind(List<Token> words, String instead) {
    if (words.size() > 1) {
      findings.warning(
          words.get(1).origin(),
          "",
          "comment behind '" + words.getFirst().text() + "'",
          "understood here; xinetd would have " + instead);
    }
  }

  private void close() {
    open.entry().ifPresent(entries::add);
    state = State.TOP;
  }

  private void endStray() {
    if (strayFrom == null) {
      return;
    }
    String which =
        strayTo == strayFrom.line()
            ? "line ignored"
            : "lines " + strayFrom.line() + " to " + strayTo + " ignored";
    findings.error(strayFrom, "", "missing service keyword", which);
    damaged = true;
    strayFrom = null;
  }
}
