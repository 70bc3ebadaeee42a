package org.jxinetd.config;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Configurations for properties: well formed ones, and words of the language in no order. */
final class ConfigurationTexts {

  private static final String[] SOUP = {
    "service",
    "defaults",
    "include",
    "includedir",
    "{",
    "}",
    "=",
    "+=",
    "-=",
    "port",
    "type",
    "UNLISTED",
    "flags",
    "only_from",
    "#",
    "#x",
    "a",
    "9",
    "-1",
    "disable",
    "yes",
    "id",
    "server",
    "/bin/cat",
    "user",
    "root",
    "cps",
    "log_type",
    "FILE",
    "SYSLOG",
    "{{",
    "a=b",
    "\u00e9",
    "\r",
    "\0",
    "\f",
    "\n",
    "\n",
    "\n",
    "\n",
    "=3",
    "bind",
    "redirect",
    "enabled"
  };

  private ConfigurationTexts() {}

  private static Arbitrary<String> words(String... choices) {
    return Arbitraries.of(choices).list().ofMaxSize(4).map(list -> String.join(" ", list));
  }

  private static Arbitrary<String> patterns() {
    return words(
        "127.0.0.1", "10.0.0.0", "192.168.0.0/16", "::1", "fe80::/10", "host.example", "1.2.{3,4}");
  }

  private static Arbitrary<String> line(String attribute, Arbitrary<String> value) {
    return value.map(text -> attribute + " = " + text);
  }

  private static Arbitrary<String> line(String attribute, String... values) {
    return line(attribute, Arbitraries.of(values));
  }

  private static Arbitrary<String> list(String attribute, Arbitrary<String> values) {
    return Combinators.combine(Arbitraries.of("=", "+=", "-="), values)
        .as((operator, text) -> attribute + " " + operator + " " + text);
  }

  private static Arbitrary<String> number(String attribute, int min, int max, String... units) {
    return Combinators.combine(Arbitraries.integers().between(min, max), Arbitraries.of(units))
        .as((number, unit) -> attribute + " = " + number + unit);
  }

  /** Some of the lines, each at most once, in their order, with blanks around them. */
  private static Arbitrary<String> some(List<Arbitrary<String>> lines) {
    List<Arbitrary<String>> optional = new ArrayList<>();
    for (Arbitrary<String> line : lines) {
      Arbitrary<String> written =
          Combinators.combine(
                  Arbitraries.of(" ", "\t", "\t  "), line, Arbitraries.of("", " ", "\t"))
              .as((before, text, behind) -> before + text + behind + "\n");
      optional.add(written.optional(0.35).map(maybe -> maybe.orElse("")));
    }
    return Combinators.combine(optional).as(parts -> String.join("", parts));
  }

  private static Arbitrary<String> defaults() {
    return some(List.of(
            line("only_from", patterns()),
            list("no_access", patterns()),
            line("instances", "UNLIMITED", "0", "60"),
            line("log_type", "SYSLOG auth", "FILE /x 1k 2k"),
            line("log_on_success", "PID", "HOST EXIT", ""),
            line("umask", "022"),
            line("passenv", "PATH", ""),
            line("cps", "25 30")))
        .map(lines -> "defaults\n{\n" + lines + "}\n");
  }

  private static Arbitrary<String> service() {
    Arbitrary<String> transport =
        Arbitraries.of(
            " wait = no\n socket_type = stream\n",
            " wait = no\n protocol = tcp\n",
            " wait = yes\n socket_type = dgram\n");
    Arbitrary<String> more =
        some(
            List.of(
                line("flags", "IPv4", "IPv6 NOLIBWRAP", "NORETRY"),
                list("only_from", patterns()),
                list("no_access", patterns()),
                line("log_on_failure", "HOST", "ATTEMPT HOST"),
                line("env", "A=1 B= #=x"),
                line("server_args", "-x #y \"a b\"", "\\ '"),
                number("per_source", 0, 100, ""),
                line("access_times", "8:00-9:00 10:00-23:59"),
                number("nice", -20, 19, ""),
                number("rlimit_as", 0, 1000, "", "k", "M"),
                line("Banner", "/etc/motd"),
                line("plugin_word", "a b")));
    Arbitrary<String> user = Arbitraries.of("root", "1234");
    return Combinators.combine(Arbitraries.of("", "# note\n\n"), transport, user, more)
        .as(
            (note, socket, name, lines) ->
                note
                    + "service @\n{\n type = UNLISTED\n server = /bin/cat\n user = "
                    + name
                    + "\n"
                    + socket
                    + lines
                    + "}\n");
  }

  /** A configuration without mistakes; defaults stand anywhere. */
  static Arbitrary<String> wellFormed() {
    Arbitrary<List<String>> services = service().list().ofMinSize(1).ofMaxSize(6);
    return Combinators.combine(services, defaults(), Arbitraries.integers().between(0, 6))
        .as(
            (entries, general, place) -> {
              StringBuilder out = new StringBuilder();
              for (int i = 0; i < entries.size(); i++) {
                out.append(i == place ? general : "");
                String port = "\n{\n port = " + (9000 + i) + "\n";
                out.append(entries.get(i).replaceFirst("@\n\\{\n", "s" + i + port));
              }
              return out.append(place >= entries.size() ? general : "").toString();
            });
  }

  /** Words of the language, with and without blanks between them. */
  static Arbitrary<String> soup() {
    return Combinators.combine(Arbitraries.of(SOUP), Arbitraries.of(" ", " ", " ", ""))
        .as((word, blank) -> word + blank)
        .list()
        .ofMaxSize(200)
        .map(words -> String.join("", words));
  }
}
