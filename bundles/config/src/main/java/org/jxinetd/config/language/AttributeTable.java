package org.jxinetd.config.language;

import static org.jxinetd.config.language.Inheritance.COPY;
import static org.jxinetd.config.language.Inheritance.FILL;
import static org.jxinetd.config.language.Inheritance.NONE;
import static org.jxinetd.config.language.Scope.BOTH;
import static org.jxinetd.config.language.Scope.DEFAULTS;
import static org.jxinetd.config.language.Scope.SERVICE;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.config.text.Operator;

/** The attributes of xinetd.conf(5): one row each, in the order of the manual page. */
public final class AttributeTable {

  private static final Set<Operator> ONE = EnumSet.of(Operator.SET);
  private static final Set<Operator> LIST = EnumSet.allOf(Operator.class);
  private static final Map<String, AttributeRule> ROWS = new LinkedHashMap<>();

  static {
    one("id", 1, SERVICE, NONE, ValueCheck.NONE);
    words("type", SERVICE, NONE, Words.TYPES);
    words("flags", SERVICE, NONE, Words.FLAGS);
    one("socket_type", 1, SERVICE, NONE, Words.SOCKET_TYPE);
    one("protocol", 1, SERVICE, NONE, ValueCheck.NONE);
    one("wait", 1, SERVICE, NONE, Words.yesNo("wait"));
    one("disable", 1, SERVICE, NONE, Words.yesNo("disable"));
    one("user", 1, SERVICE, NONE, Words.account("user"));
    one("group", 1, SERVICE, NONE, Words.account("group"));
    one("groups", 1, BOTH, FILL, Words.yesNo("groups"));
    one("umask", 1, BOTH, FILL, Numbers.octal("umask", 0777));
    one("nice", 1, SERVICE, NONE, Numbers.range("nice value", -40, 40));
    one("server", 1, SERVICE, NONE, ValueCheck.NONE);
    row("server_args", Arity.some(), ONE, SERVICE, NONE, false, ValueCheck.NONE);
    one("libwrap", 1, SERVICE, NONE, ValueCheck.NONE);
    one("instances", 1, BOTH, FILL, Numbers.limit("Number of instances", Integer.MAX_VALUE));
    row("per_source", Arity.between(1, 3), ONE, BOTH, FILL, true, Forms.PER_SOURCE);
    one("cps", 2, BOTH, FILL, Numbers.range("cps argument", 0, Integer.MAX_VALUE));
    one("cps_action", 1, BOTH, FILL, Forms.CPS_ACTION);
    one("max_load", 1, BOTH, FILL, Numbers.LOAD);
    words("access_times", SERVICE, NONE, Forms.ACCESS_TIMES);
    list("only_from", BOTH, COPY, Words.PATTERNS);
    list("no_access", BOTH, COPY, Words.PATTERNS);
    one("deny_time", 1, SERVICE, NONE, Forms.DENY_TIME);
    row(
        "log_type",
        Arity.some(),
        EnumSet.of(Operator.SET, Operator.ADD),
        BOTH,
        FILL,
        true,
        new LogType());
    list(
        "log_on_success",
        BOTH,
        COPY,
        Words.logFlags("log_on_success", "PID", "HOST", "USERID", "EXIT", "DURATION", "TRAFFIC"));
    list(
        "log_on_failure",
        BOTH,
        COPY,
        Words.logFlags("log_on_failure", "HOST", "USERID", "ATTEMPT"));
    row(
        "env",
        Arity.any(),
        EnumSet.of(Operator.SET, Operator.ADD),
        SERVICE,
        NONE,
        false,
        Words.ENVIRONMENT);
    list("passenv", BOTH, COPY, ValueCheck.NONE);
    one("port", 1, SERVICE, NONE, Numbers.range("port number", 0, 65535));
    one("bind", 1, BOTH, FILL, Words.BIND);
    row("redirect", Arity.pairs(16), ONE, SERVICE, NONE, true, Forms.REDIRECT);
    one("banner", 1, BOTH, COPY, ValueCheck.NONE);
    one("banner_success", 1, BOTH, COPY, ValueCheck.NONE);
    one("banner_fail", 1, BOTH, COPY, ValueCheck.NONE);
    one("rpc_version", 1, SERVICE, NONE, Forms.RPC_VERSION);
    one("rpc_number", 1, SERVICE, NONE, Numbers.range("rpc number", 0, 0xffff_ffffL));
    one("rlimit_as", 1, SERVICE, NONE, Numbers.BYTES);
    one("rlimit_cpu", 1, SERVICE, NONE, Numbers.limit("cpu seconds", Integer.MAX_VALUE));
    one("rlimit_data", 1, SERVICE, NONE, Numbers.BYTES);
    one("rlimit_rss", 1, SERVICE, NONE, Numbers.BYTES);
    one("rlimit_stack", 1, SERVICE, NONE, Numbers.BYTES);
    one("rlimit_files", 1, SERVICE, NONE, Numbers.BYTES);
    one("v6only", 1, BOTH, FILL, Words.yesNo("v6only"));
    one("mdns", 1, BOTH, FILL, Words.yesNo("mdns"));
    list("enabled", DEFAULTS, NONE, ValueCheck.NONE);
    list("disabled", DEFAULTS, NONE, ValueCheck.NONE);
  }

  private AttributeTable() {}

  private static void row(
      String name,
      Arity arity,
      Set<Operator> operators,
      Scope scope,
      Inheritance inheritance,
      boolean comments,
      ValueCheck values) {
    ROWS.put(name, new AttributeRule(name, arity, operators, scope, inheritance, comments, values));
  }

  private static void one(
      String name, int values, Scope scope, Inheritance inheritance, ValueCheck check) {
    row(name, Arity.exactly(values), ONE, scope, inheritance, true, check);
  }

  private static void words(String name, Scope scope, Inheritance inheritance, ValueCheck check) {
    row(name, Arity.some(), ONE, scope, inheritance, true, check);
  }

  private static void list(String name, Scope scope, Inheritance inheritance, ValueCheck check) {
    row(name, Arity.any(), LIST, scope, inheritance, true, check);
  }

  /** The row of a canonical name; empty for words that are not of the standard language. */
  public static Optional<AttributeRule> find(String name) {
    return Optional.ofNullable(ROWS.get(name));
  }

  /** Lower case, and {@code bind} for its synonym {@code interface}. */
  public static String canonical(String word) {
    String name = word.toLowerCase(Locale.ROOT);
    return name.equals("interface") ? "bind" : name;
  }

  /** A row for a word that a bundle may own: nothing is known of its values. */
  public static AttributeRule unknown(String name) {
    return new AttributeRule(name, Arity.any(), LIST, BOTH, COPY, true, ValueCheck.NONE);
  }

  /** All rows in order. */
  public static Iterable<AttributeRule> rows() {
    return ROWS.values();
  }
}
