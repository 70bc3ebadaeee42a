package org.jxinetd.config;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ServiceSpec;

/** Makes configurations out of a seed, well formed ones and others, and prints services again. */
final class RandomConfiguration {

  private static final List<String> PATTERNS =
      List.of(
          "127.0.0.1",
          "10.0.0.0",
          "192.168.0.0/16",
          "::1",
          "fe80::/10",
          "host.example",
          "1.2.{3,4}");

  private static final List<String> SOUP =
      List.of(
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
          "enabled");

  private final Random random;

  RandomConfiguration(long seed) {
    random = new Random(seed);
  }

  private String one(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String some(List<String> words) {
    return random
        .ints(random.nextInt(4), 0, words.size())
        .mapToObj(words::get)
        .collect(Collectors.joining(" "));
  }

  /** A configuration without mistakes. */
  String wellFormed() {
    StringBuilder out = new StringBuilder();
    int services = 1 + random.nextInt(6);
    int before = random.nextInt(services + 1);
    for (int i = 0; i < services; i++) {
      if (i == before) {
        defaults(out);
      }
      service(out, i);
    }
    return out.toString();
  }

  private void defaults(StringBuilder out) {
    out.append("defaults\n{\n");
    maybe(out, "only_from = " + some(PATTERNS));
    maybe(out, "no_access += " + some(PATTERNS));
    maybe(out, "instances = " + one("UNLIMITED", "0", "60"));
    maybe(out, "log_type = " + one("SYSLOG auth", "FILE /x 1k 2k"));
    maybe(out, "log_on_success = " + one("PID", "HOST EXIT", ""));
    maybe(out, "umask = 022");
    maybe(out, "cps = 25 30");
    out.append("}\n");
  }

  private void service(StringBuilder out, int i) {
    boolean tcp = random.nextBoolean();
    out.append(random.nextBoolean() ? "# note\n\n" : "")
        .append("service s")
        .append(i)
        .append("\n{\n");
    out.append(" type = UNLISTED\n wait = ").append(tcp ? "no" : "yes");
    out.append("\n socket_type = ").append(tcp ? "stream" : "dgram");
    out.append("\n user = ").append(one("root", "1234")).append("\n server = /bin/cat\n port = ");
    out.append(9000 + i).append('\n');
    maybe(out, "id = id" + i);
    maybe(out, "flags = " + one("IPv4", "IPv6 NOLIBWRAP", "NORETRY"));
    maybe(out, "only_from " + one("=", "+=", "-=") + " " + some(PATTERNS));
    maybe(out, "no_access " + one("=", "+=", "-=") + " " + some(PATTERNS));
    maybe(out, "log_on_failure " + one("=", "+=") + " " + one("HOST", "ATTEMPT HOST"));
    maybe(out, "env = A=1 B= #=x");
    maybe(out, "server_args = -x #y \"a b\"");
    maybe(out, "per_source = " + random.nextInt(100));
    maybe(out, "access_times = 8:00-9:00 10:00-23:59");
    maybe(out, "nice = " + (random.nextInt(40) - 20));
    maybe(out, "rlimit_as = " + random.nextInt(1000) + one("", "k", "M"));
    maybe(out, "Banner = /etc/motd");
    maybe(out, "plugin_word = a b");
    out.append("}\n");
  }

  private void maybe(StringBuilder out, String line) {
    if (random.nextInt(3) == 0) {
      out.append(one(" ", "\t", "\t  ")).append(line).append(one("", " ", "\t")).append('\n');
    }
  }

  /** Services as entries with all their effective values and no defaults. */
  static String print(List<ServiceSpec> services) {
    StringBuilder out = new StringBuilder();
    for (ServiceSpec service : services) {
      out.append("service ").append(service.name()).append("\n{\n");
      for (Attribute attribute : service.attributes().values()) {
        out.append('\t')
            .append(attribute.name())
            .append(" = ")
            .append(attribute.text())
            .append('\n');
      }
      out.append("}\n");
    }
    return out.toString();
  }

  /** Words of the language in no order. */
  String soup() {
    StringBuilder out = new StringBuilder();
    for (int n = random.nextInt(200); n > 0; n--) {
      out.append(SOUP.get(random.nextInt(SOUP.size()))).append(random.nextInt(8) == 0 ? "" : " ");
    }
    return out.toString();
  }

  /** Any bytes, as the text that ISO-8859-1 makes of them. */
  byte[] bytes() {
    byte[] out = new byte[random.nextInt(400)];
    random.nextBytes(out);
    return out;
  }
}
