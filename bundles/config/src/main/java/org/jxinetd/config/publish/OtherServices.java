package org.jxinetd.config.publish;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Reloader;
import org.jxinetd.api.service.ServiceCompiler;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.config.text.Findings;

/**
 * The services that do not come from the files, but from Config Admin. Belongs to its reloader,
 * which calls it in its turn.
 */
final class OtherServices {

  private final DictionaryCompiler compiler;
  private final Publisher publisher;

  OtherServices(DictionaryCompiler compiler, Publisher publisher) {
    this.compiler = compiler;
    this.publisher = publisher;
  }

  /** Those that exist, by PID. */
  Map<String, DictionaryCompiler.Choice> all() throws IOException {
    Map<String, DictionaryCompiler.Choice> others = new TreeMap<>(compiler.choices());
    for (String pid : List.copyOf(others.keySet())) {
      if (!publisher.exists(pid)) {
        compiler.forget(pid);
        others.remove(pid);
      }
    }
    return others;
  }

  /** The report of the files, and what became of the services of other sources. */
  Reloader.Report turned(
      Reloader.Report files, Map<String, DictionaryCompiler.Choice> others, boolean on)
      throws IOException {
    List<Problem> problems = new ArrayList<>(files.problems());
    List<Reloader.Change> changes = new ArrayList<>(files.changes());
    for (Map.Entry<String, DictionaryCompiler.Choice> other : others.entrySet()) {
      String pid = other.getKey();
      Optional<Map<String, Object>> properties = publisher.properties(pid);
      if (properties.isEmpty() || other.getValue().on() == on) {
        continue; // deleted meanwhile, or as it was
      }
      ServiceCompiler.Result result = compiler.compile(pid, properties.get());
      result.problems().stream()
          .filter(problem -> problem.severity() != Problem.Severity.INFO)
          .forEach(problems::add);
      if (result.service().isPresent() == on) {
        changes.add(
            new Reloader.Change(
                on ? Reloader.Kind.ADDED : Reloader.Kind.REMOVED,
                other.getValue().id(),
                List.of("of the configuration " + pid)));
      }
    }
    return new Reloader.Report(files.generation(), problems, changes, files.kept());
  }

  /** Says which services of the files rest because an administrator defined them as well. */
  void precedence(List<Selection.Chosen> chosen, Findings findings) throws IOException {
    Map<String, String> administrators = new HashMap<>();
    for (Map.Entry<String, ServiceSpec> one : compiler.foreign().entrySet()) {
      if (publisher.exists(one.getKey())) {
        administrators.put(one.getValue().id().toLowerCase(Locale.ROOT), one.getKey());
      } else {
        compiler.forget(one.getKey());
      }
    }
    if (administrators.isEmpty()) {
      return;
    }
    for (Selection.Chosen one : chosen) {
      String pid = administrators.get(one.service().id().toLowerCase(Locale.ROOT));
      if (pid != null) {
        findings.warning(
            one.service().origin(),
            "",
            "service "
                + one.service().id()
                + " is defined by the configuration "
                + pid
                + " as well",
            "that one wins, being the administrator's later word, until it is deleted; the file's"
                + " rests");
      }
    }
  }
}
