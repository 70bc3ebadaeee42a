package org.jxinetd.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** What TAB offers: the server is asked each time, as services and sessions come and go. */
record Suggestions(Server server) implements Completer {

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    List<String> request = new ArrayList<>(List.of("complete", "--"));
    List<String> words = line.words();
    request.addAll(words.subList(0, Math.min(line.wordIndex(), words.size())));
    request.add(line.word().substring(0, line.wordCursor()));
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    if (server.run(request, answer, OutputStream.nullOutputStream()) == 0) {
      answer
          .toString(StandardCharsets.UTF_8)
          .lines()
          .forEach(word -> candidates.add(new Candidate(word)));
    }
  }
}
