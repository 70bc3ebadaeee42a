package org.jxinetd.engine.flow;

import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Phase;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Origin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code only_from} and {@code no_access}: the list with the longer matching prefix decides, as the
 * manual says; a tie refuses and is said in the daemon log.
 */
public final class AddressLists implements Check {

  private static final Logger LOG = LoggerFactory.getLogger(AddressLists.class);
  private static final Evidence NO_LISTS = new Evidence("no address lists", Origin.NONE, "");

  /** One of the lists, as each pattern provider understands it. */
  public static final class PatternList {

    private static final int SHOWN = 8;

    private final Attribute attribute;
    private final List<Compiled> compiled;
    private final Evidence noMatch;

    public PatternList(Attribute attribute, List<Compiled> compiled) {
      this.attribute = attribute;
      this.compiled = List.copyOf(compiled);
      this.noMatch = new Evidence(text(attribute), attribute.origin(), "no entry matches");
    }

    /** The list as written; a long one is cut, as this is kept with every refusal. */
    private static String text(Attribute list) {
      int entries = list.values().size();
      String text = list.name() + " = ";
      return entries <= SHOWN
          ? text + list.text()
          : text
              + String.join(" ", list.words().subList(0, SHOWN))
              + " ... ("
              + entries
              + " entries)";
    }

    Optional<Match> best(Request request) {
      Optional<Match> best = Optional.empty();
      for (Compiled part : compiled) {
        Optional<Match> match = part.match(request);
        if (match.isPresent()
            && (best.isEmpty() || match.get().prefixLength() > best.get().prefixLength())) {
          best = match;
        }
      }
      return best;
    }

    /** The entry that matches best, or that none does. */
    Evidence evidence(Optional<Match> match) {
      return match.map(this::evidence).orElse(noMatch);
    }

    Evidence evidence(Match match) {
      String rule = attribute.name() + " = " + match.token().text();
      return new Evidence(
          rule, match.token().origin(), "matches " + match.prefixLength() + " bits");
    }
  }

  private final Optional<PatternList> onlyFrom;
  private final Optional<PatternList> noAccess;

  public AddressLists(Optional<PatternList> onlyFrom, Optional<PatternList> noAccess) {
    this.onlyFrom = onlyFrom;
    this.noAccess = noAccess;
  }

  @Override
  public Phase phase() {
    return Phase.ADDRESS;
  }

  @Override
  public Verdict check(Request request, Mode mode, Slots slots) {
    if (onlyFrom.isEmpty() && noAccess.isEmpty()) {
      return Verdict.pass(NO_LISTS);
    }
    Optional<Match> in = onlyFrom.flatMap(list -> list.best(request));
    Optional<Match> out = noAccess.flatMap(list -> list.best(request));
    if (out.isPresent()) {
      Evidence evidence = noAccess.orElseThrow().evidence(out.get());
      if (in.isEmpty() || in.get().prefixLength() < out.get().prefixLength()) {
        return new Verdict.Refuse(Reason.ADDRESS, evidence);
      }
      if (in.get().prefixLength() == out.get().prefixLength()) {
        return tie(request, mode, evidence);
      }
    }
    if (in.isPresent()) {
      return Verdict.pass(onlyFrom.orElseThrow().evidence(in.get()));
    }
    return onlyFrom.isEmpty()
        ? Verdict.pass(noAccess.orElseThrow().evidence(out))
        : new Verdict.Refuse(Reason.ADDRESS, onlyFrom.get().evidence(in));
  }

  /** A finding for each list. */
  @Override
  public List<Finding> explain(Request request) {
    Verdict verdict = check(request, Mode.DRY_RUN, new Slots());
    if (onlyFrom.isEmpty() || noAccess.isEmpty()) {
      return List.of(Finding.of(phase(), verdict));
    }
    boolean passed = verdict instanceof Verdict.Pass;
    PatternList in = onlyFrom.get();
    PatternList out = noAccess.get();
    boolean hit = out.best(request).isPresent();
    Verdict entry = passed || hit ? Verdict.pass(in.evidence(in.best(request))) : verdict;
    Verdict exclusion = passed || !hit ? Verdict.pass(out.evidence(out.best(request))) : verdict;
    return List.of(Finding.of(phase(), entry), Finding.of(phase(), exclusion));
  }

  private static Verdict tie(Request request, Mode mode, Evidence evidence) {
    if (mode == Mode.DECIDE) {
      LOG.error(
          "Service={}: only_from list and no_access list match equally the address {}",
          request.service().id(),
          request.peer().map(peer -> peer.address().toString()).orElse("<no address>"));
    }
    Evidence both =
        new Evidence(
            evidence.rule(), evidence.origin(), "only_from matches equally; a tie refuses");
    return new Verdict.Refuse(Reason.ADDRESS, both);
  }
}
