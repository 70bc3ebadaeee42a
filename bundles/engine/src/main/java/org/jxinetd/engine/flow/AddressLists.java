package org.jxinetd.engine.flow;

import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Finding;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider.Answer;
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
  private static final String DOUBT = "; it cannot be told whether it does, which refuses";

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

    /** The best match of all parts, and the best doubt. */
    Answer ask(Request request, Mode mode) {
      Optional<Match> match = Optional.empty();
      Optional<Match> doubt = Optional.empty();
      for (Compiled part : compiled) {
        Answer answer = part.ask(request, mode);
        match = longer(match, answer.match());
        doubt = longer(doubt, answer.doubt());
      }
      return new Answer(match, doubt);
    }

    boolean mayWait() {
      return compiled.stream().anyMatch(Compiled::mayWait);
    }

    /** The entry that lets in, or that none does, with what cannot be told. */
    Evidence entry(Answer answer) {
      if (answer.match().isPresent()) {
        return evidence(answer.match().get(), "");
      }
      return answer
          .doubt()
          .map(d -> "no entry matches, and " + d.token().text() + " cannot be told: " + d.detail())
          .map(why -> new Evidence(noMatch.rule(), noMatch.origin(), why))
          .orElse(noMatch);
    }

    /** The entry that keeps out, or that none does. */
    Evidence exclusion(Answer answer) {
      Optional<Match> out = longer(answer.match(), answer.doubt());
      boolean certain = out.equals(answer.match());
      return out.map(match -> evidence(match, certain ? "" : DOUBT)).orElse(noMatch);
    }

    private Evidence evidence(Match match, String suffix) {
      String rule = attribute.name() + " = " + match.token().text();
      String detail = match.detail().isEmpty() ? "" : match.detail() + "; ";
      return new Evidence(
          rule,
          match.token().origin(),
          detail + "matches " + match.prefixLength() + " bits" + suffix);
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
    return decide(Asked.of(this, request, mode), request, mode);
  }

  /** What both lists say of a client; asked once. */
  private record Asked(Answer from, Answer against) {

    static Asked of(AddressLists lists, Request request, Mode mode) {
      return new Asked(
          lists.onlyFrom.map(list -> list.ask(request, mode)).orElse(Answer.NONE),
          lists.noAccess.map(list -> list.ask(request, mode)).orElse(Answer.NONE));
    }

    Optional<Match> in() {
      return from.match();
    }

    /** What cannot be told keeps out. */
    Optional<Match> out() {
      return longer(against.match(), against.doubt());
    }
  }

  private Verdict decide(Asked asked, Request request, Mode mode) {
    Optional<Match> in = asked.in();
    Optional<Match> out = asked.out();
    if (out.isPresent() && (in.isEmpty() || length(in) <= length(out))) {
      Evidence evidence = noAccess.orElseThrow().exclusion(asked.against());
      boolean certain = out.equals(asked.against().match());
      return certain && in.isPresent() && length(in) == length(out)
          ? tie(request, mode, evidence)
          : new Verdict.Refuse(Reason.ADDRESS, evidence);
    }
    if (in.isPresent()) {
      return Verdict.pass(onlyFrom.orElseThrow().entry(asked.from()));
    }
    return onlyFrom.isEmpty()
        ? Verdict.pass(noAccess.orElseThrow().exclusion(asked.against()))
        : new Verdict.Refuse(Reason.ADDRESS, onlyFrom.get().entry(asked.from()));
  }

  /** A finding for each list. */
  @Override
  public List<Finding> explain(Request request) {
    if (onlyFrom.isEmpty() || noAccess.isEmpty()) {
      return List.of(Finding.of(phase(), check(request, Mode.DRY_RUN, new Slots())));
    }
    Asked asked = Asked.of(this, request, Mode.DRY_RUN);
    Verdict verdict = decide(asked, request, Mode.DRY_RUN);
    boolean passed = verdict instanceof Verdict.Pass;
    boolean hit = asked.out().isPresent();
    Verdict entry = passed || hit ? Verdict.pass(onlyFrom.get().entry(asked.from())) : verdict;
    Verdict exclusion =
        passed || !hit ? Verdict.pass(noAccess.get().exclusion(asked.against())) : verdict;
    return List.of(Finding.of(phase(), entry), Finding.of(phase(), exclusion));
  }

  /** True when a decision may wait for a look-up, so that nobody else must wait for it. */
  @Override
  public boolean mayWait() {
    return onlyFrom.filter(PatternList::mayWait).isPresent()
        || noAccess.filter(PatternList::mayWait).isPresent();
  }

  private static int length(Optional<Match> match) {
    return match.orElseThrow().prefixLength();
  }

  /** The longer one, the first of two equal ones. */
  private static Optional<Match> longer(Optional<Match> one, Optional<Match> other) {
    return one.isEmpty() || (other.isPresent() && length(other) > length(one)) ? other : one;
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
