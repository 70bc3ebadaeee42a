package org.jxinetd.engine.limit;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Check;
import org.jxinetd.engine.flow.Slots;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code max_load}: nobody is served while the load of the machine is that high or higher. */
public final class LoadLimit implements Check {

  private static final Logger LOG = LoggerFactory.getLogger(LoadLimit.class);

  /** What scanf's {@code %lf} takes of a word; what stands behind it does not count. */
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE](?:[+-]?[0-9]+|(.?)))?");

  private final double limit;
  private final Attribute set;
  private final DoubleSupplier load;
  private final String rule;
  private final String of;

  private LoadLimit(double limit, Attribute set, DoubleSupplier load) {
    this.limit = limit;
    this.set = set;
    this.load = load;
    this.rule = "max_load = " + set.text();
    this.of = " of " + limit;
  }

  /**
   * The limit of a service; empty when it has none.
   *
   * @param load the load average of the last minute; when it throws or is no load, the client is
   *     refused
   */
  public static Optional<LoadLimit> of(ServiceSpec service, DoubleSupplier load)
      throws ConfigException {
    Attribute set = service.attribute("max_load").orElse(null);
    if (set == null) {
      return Optional.empty();
    }
    double limit = number(set.text());
    if (!(limit > 0) || Double.isInfinite(limit)) {
      throw ConfigException.in(service, set, "'" + set.text() + "' is not a number above 0");
    }
    return Optional.of(new LoadLimit(limit, set, load));
  }

  private static double number(String text) {
    Matcher m = NUMBER.matcher(text);
    boolean whole = m.lookingAt() && m.group(1) == null; // "1e" and "1ex" are no numbers to C
    return whole ? Double.parseDouble(m.group()) : Double.NaN;
  }

  /** Two decimals; every client asks, and a Formatter takes longer than the rest of the rule. */
  private static String hundredths(double value) {
    long all = Math.round(value * 100);
    long rest = all % 100;
    return all / 100 + (rest < 10 ? ".0" : ".") + rest;
  }

  @Override
  public Phase phase() {
    return Phase.LOAD;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    double now = load.getAsDouble();
    if (!(now >= 0)) {
      throw new IllegalStateException("the load of the machine is not known: " + now);
    }
    Evidence evidence = new Evidence(rule, set.origin(), "load " + hundredths(now) + of);
    if (now < limit) {
      return Verdict.pass(evidence);
    }
    if (mode == Mode.DECIDE) {
      LOG.error(
          "refused connect from {} due to excessive load",
          request.peer().map(peer -> peer.address().toString()).orElse("<no address>"));
    }
    return new Verdict.Refuse(Reason.LOAD, evidence);
  }
}
