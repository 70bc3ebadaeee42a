package org.jxinetd.config.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jxinetd.api.log.LogTypes;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.config.language.LogType;
import org.jxinetd.config.language.Numbers;
import org.jxinetd.config.system.HostTable;

/** Lines that the block of the defaults and the block of a service have in common. */
final class Lines {

  private static final List<String> SUCCESS =
      List.of("HOST", "DURATION", "EXIT", "PID", "USERID", "TRAFFIC");
  private static final List<String> FAILURE = List.of("HOST", "ATTEMPT", "USERID");

  private final StringBuilder out;
  private final String indent;
  private final Map<String, Attribute> attributes;

  Lines(StringBuilder out, String indent, Map<String, Attribute> attributes) {
    this.out = out;
    this.indent = indent;
    this.attributes = attributes;
  }

  Optional<String> word(String attribute) {
    Attribute found = attributes.get(attribute);
    return found == null || found.values().isEmpty()
        ? Optional.empty()
        : Optional.of(found.values().getFirst().text());
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  List<String> words(String attribute) {
    Attribute found = attributes.get(attribute);
    return found == null ? List.of() : found.words();
  }

  void line(String text) {
    out.append(indent).append(text).append('\n');
  }

  void instances() {
    word("instances").ifPresent(n -> line("Instances = " + n.toUpperCase(Locale.ROOT)));
  }

  void groupsAndUmask(boolean always) {
    Optional<String> groups = word("groups").map(g -> g.toLowerCase(Locale.ROOT));
    if (always || groups.isPresent()) {
      line("Groups = " + groups.orElse("no"));
    }
    word("umask").ifPresent(m -> line("umask = " + Integer.toOctalString(Integer.parseInt(m, 8))));
  }

  void cps() {
    List<String> cps = words("cps");
    if (!cps.isEmpty()) {
      line("CPS = max conn:" + plain(cps.get(0)) + " wait:" + plain(cps.get(1)));
    }
  }

  void perSource(boolean always) {
    List<String> words = words("per_source");
    if (always || !words.isEmpty()) {
      String limit = words.isEmpty() ? "-1" : plain(words.getFirst());
      String prefixes =
          words.size() > 1 ? " " + String.join(" ", words.subList(1, words.size())) : "";
      line("PER_SOURCE = " + limit + prefixes);
    }
  }

  /** A number without leading zeros; no limit is -1. */
  private static String plain(String number) {
    OptionalLong value = Numbers.whole(number);
    return value.isPresent() ? Long.toString(value.getAsLong()) : "-1";
  }

  void bind(HostTable hosts) {
    line("Bind = " + word("bind").map(hosts::nameOf).orElse("All addresses."));
  }

  void access() {
    List<String> from = words("only_from");
    // an empty list reads as in xinetd, although it admits nobody: -check says so
    line("Only from: " + (from.isEmpty() ? "All sites" : Patterns.text(from)));
    List<String> not = words("no_access");
    line("No access: " + (not.isEmpty() ? "No blocked sites" : Patterns.text(not)));
  }

  /**
   * Where events go.
   *
   * @param common whether a file is the one of the defaults
   */
  void logging(boolean common) {
    List<Attribute> types =
        Optional.ofNullable(attributes.get("log_type")).map(LogTypes::of).orElse(List.of());
    if (types.isEmpty()) {
      line("No logging");
      return;
    }
    types.forEach(type -> destination(type.words(), common));
    flags("Log_on_success", "log_on_success", SUCCESS);
    flags("Log_on_failure", "log_on_failure", FAILURE);
  }

  private void destination(List<String> type, boolean common) {
    if (type.getFirst().equalsIgnoreCase("SYSLOG")) {
      line(
          "Logging to syslog. Facility = "
              + type.get(1)
              + ", level = "
              + (type.size() > 2 ? type.get(2) : "info"));
    } else if (type.getFirst().equalsIgnoreCase("FILE")) {
      line(common ? "Logging to common log file" : "Logging to file: " + file(type));
    } else {
      line("Logging to " + String.join(" ", type));
    }
  }

  private static String file(List<String> all) {
    boolean rotates = all.getLast().startsWith("rotate=");
    List<String> type = rotates ? all.subList(0, all.size() - 1) : all;
    long soft = type.size() > 2 ? Numbers.bytes(type.get(2)).orElse(0) : 0;
    if (soft == 0) {
      return type.get(1) + " (no limits)";
    }
    long hard = type.size() > 3 ? Numbers.bytes(type.get(3)).orElse(0) : LogType.hardLimit(soft);
    return type.get(1) + " (soft=" + soft + " hard=" + hard + ")";
  }

  private void flags(String title, String attribute, List<String> order) {
    TreeSet<String> given = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    given.addAll(words(attribute));
    List<String> shown = new ArrayList<>(order);
    shown.retainAll(given);
    line(title + " flags = " + String.join(" ", shown));
  }

  /** Variables of a list under a title. */
  void variables(String title, List<String> variables) {
    line(title);
    variables.forEach(variable -> line("\t" + variable));
  }
}
