package org.jxinetd.config.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.ServiceSpec;

/** A verdict as one JSON document (RFC 8259) for other programs. */
final class JsonReport {

  private final StringBuilder out = new StringBuilder();

  private JsonReport() {}

  /**
   * Writes a verdict.
   *
   * @param attributes whether the effective attributes of each service are wanted
   */
  static String of(Verdict verdict, boolean strict, boolean attributes) {
    JsonReport json = new JsonReport();
    json.out.append("{\"problems\":[");
    json.list(verdict.problems().stream().map(JsonReport::problem).toList());
    json.out.append("],\n\"services\":[");
    json.list(verdict.services().stream().map(s -> service(verdict, s, attributes)).toList());
    json.out
        .append("],\n\"summary\":{")
        .append("\"declared\":")
        .append(verdict.declared())
        .append(",\"ready\":")
        .append(verdict.ready())
        .append(",\"files\":")
        .append(verdict.files())
        .append(",\"errors\":")
        .append(verdict.count(Problem.Severity.ERROR))
        .append(",\"warnings\":")
        .append(verdict.count(Problem.Severity.WARNING))
        .append(",\"notes\":")
        .append(verdict.count(Problem.Severity.INFO))
        .append(",\"status\":")
        .append(verdict.status(strict))
        .append("}}\n");
    return json.out.toString();
  }

  private void list(List<String> items) {
    out.append(items.isEmpty() ? "" : "\n").append(String.join(",\n", items));
  }

  private static String problem(Problem p) {
    return "{\"severity\":"
        + text(p.severity() == Problem.Severity.INFO ? "note" : lower(p.severity().name()))
        + ",\"file\":"
        + text(p.origin().source())
        + ",\"line\":"
        + p.origin().line()
        + ",\"column\":"
        + p.origin().column()
        + ",\"attribute\":"
        + text(p.attribute())
        + ",\"message\":"
        + text(p.message())
        + ",\"consequence\":"
        + text(p.consequence())
        + ",\"fix\":"
        + text(p.fix())
        + "}";
  }

  private static String service(Verdict verdict, ServiceSpec service, boolean attributes) {
    StringBuilder out = new StringBuilder();
    out.append("{\"id\":").append(text(service.id()));
    out.append(",\"name\":").append(text(service.name()));
    out.append(",\"origin\":").append(text(service.origin().toString()));
    out.append(",\"state\":")
        .append(text(verdict.waiting().contains(service.pid()) ? "waiting" : "ready"));
    if (attributes) {
      List<String> values = new ArrayList<>();
      for (Attribute a : service.attributes().values()) {
        values.add(
            text(a.name())
                + ":{\"values\":["
                + String.join(",", a.words().stream().map(JsonReport::text).toList())
                + "],\"origin\":"
                + text(a.origin().toString())
                + "}");
      }
      out.append(",\"attributes\":{").append(String.join(",", values)).append('}');
    }
    return out.append('}').toString();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** A string literal; everything beyond ASCII is escaped, so that no encoding can harm it. */
  static String text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c > 0x7e) {
        out.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
