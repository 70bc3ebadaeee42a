package org.jxinetd.config.wrapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What TCP wrappers say about one daemon, as only_from and no_access. Wrappers take the first rule
 * that matches; the lists take the closest. Patterns are nested or apart, so once those are left
 * out that an earlier, wider one hides, the first match is the closest one. xinetd serves a wrapped
 * service with the wrappers still in force, so what is left out here is still obeyed; the lists
 * never keep out a client that the wrappers admit.
 *
 * @param onlyFrom words; empty when everybody may come who is not in {@code noAccess}
 * @param noAccess words, possibly none
 * @param comments about what could not be expressed
 */
public record AccessLists(
    Optional<List<String>> onlyFrom, List<String> noAccess, List<String> comments) {

  private static final AccessLists NONE = new AccessLists(Optional.empty(), List.of(), List.of());

  public AccessLists {
    onlyFrom = onlyFrom.map(List::copyOf);
    noAccess = List.copyOf(noAccess);
    comments = List.copyOf(comments);
  }

  /** For a service that tcpd guards. */
  public static AccessLists of(List<HostsRule> rules, String daemon) {
    return new Translation(daemon).translate(rules);
  }

  /** For a service that nothing guarded so far: a remark where xinetd will begin to. */
  public static AccessLists notWrapped(List<HostsRule> rules, String daemon) {
    List<String> concerned =
        rules.stream()
            .filter(rule -> !rule.admits() && rule.concerns(daemon) != HostsRule.Concern.NO)
            .map(HostsRule::describe)
            .toList();
    return concerned.isEmpty()
        ? NONE
        : new AccessLists(
            Optional.empty(),
            List.of(),
            List.of(
                "tcpd did not guard this service; xinetd asks TCP wrappers about it as "
                    + daemon
                    + " ("
                    + concerned.getFirst()
                    + ") unless flags = NOLIBWRAP"));
  }

  private record Judged(ClientPattern pattern, boolean admits) {}

  /** One daemon's rules, taken in order. */
  private static final class Translation {
    private final String daemon;
    private final List<Judged> judged = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();

    Translation(String daemon) {
      this.daemon = daemon;
    }

    AccessLists translate(List<HostsRule> all) {
      List<HostsRule> rules =
          all.stream().filter(rule -> rule.concerns(daemon) != HostsRule.Concern.NO).toList();
      for (int i = 0; i < rules.size() && !everybodyIsJudged(); i++) {
        HostsRule rule = rules.get(i);
        Optional<List<Judged>> words = words(rule, rules.subList(i + 1, rules.size()));
        if (words.isPresent()) {
          words.get().stream().filter(one -> !hidden(one)).forEach(judged::add);
          continue;
        }
        comments.add(rule.describe() + " has no counterpart here; TCP wrappers still obey it");
        if (rule.admits()) {
          // a client that it lets in must not be kept out by what follows
          rules.subList(i + 1, rules.size()).stream()
              .filter(later -> !later.admits())
              .forEach(
                  later ->
                      comments.add(later.describe() + " comes behind it, and is left to them"));
          break;
        }
      }
      return lists();
    }

    private boolean everybodyIsJudged() {
      return ClientPattern.ALL.stream()
          .allMatch(all -> judged.stream().anyMatch(one -> one.pattern.equals(all)));
    }

    private boolean hidden(Judged one) {
      return judged.stream().anyMatch(earlier -> earlier.pattern.covers(one.pattern));
    }

    /** Empty when a rule cannot be expressed as a whole. */
    private Optional<List<Judged>> words(HostsRule rule, List<HostsRule> later) {
      if (rule.concerns(daemon) == HostsRule.Concern.AT_AN_ADDRESS
          || (!rule.admits() && !rule.options().isEmpty())
          || rule.options().stream().anyMatch(option -> option.matches("(?i)twist\\b.*"))) {
        return Optional.empty();
      }
      List<String> clients = rule.clients();
      int except = HostsRule.indexOfExcept(clients);
      List<Judged> out = new ArrayList<>();
      if (except >= 0) {
        List<String> others = clients.subList(except + 1, clients.size());
        Optional<Boolean> fate = fate(later);
        if (HostsRule.indexOfExcept(others) >= 0
            || fate.isEmpty()
            || !read(others, fate.get(), out)) {
          return Optional.empty();
        }
        clients = clients.subList(0, except);
      }
      return read(clients, rule.admits(), out) ? Optional.of(out) : Optional.empty();
    }

    /** What becomes of those whom all later rules treat alike. */
    private Optional<Boolean> fate(List<HostsRule> later) {
      if (later.isEmpty()) {
        return Optional.of(true);
      }
      HostsRule next = later.getFirst();
      return next.clients().size() == 1
              && next.clients().getFirst().equalsIgnoreCase("ALL")
              && next.options().isEmpty()
              && next.concerns(daemon) == HostsRule.Concern.YES
          ? Optional.of(next.admits())
          : Optional.empty();
    }

    private boolean read(List<String> words, boolean admits, List<Judged> out) {
      for (String word : words) {
        Optional<List<ClientPattern>> patterns = ClientPattern.parse(word);
        if (patterns.isEmpty()) {
          return false;
        }
        for (ClientPattern pattern : patterns.get()) {
          boolean against = against(judged, pattern, admits) || against(out, pattern, admits);
          if (against) {
            return false;
          }
          out.add(new Judged(pattern, admits));
        }
      }
      return true;
    }

    /** A name counts as a whole address: it would win over networks, and tie with addresses. */
    private static boolean against(List<Judged> earlier, ClientPattern pattern, boolean admits) {
      boolean name = pattern instanceof ClientPattern.Name;
      return earlier.stream()
          .filter(one -> one.admits != admits)
          .anyMatch(
              one ->
                  name
                      || (one.pattern instanceof ClientPattern.Name
                          && pattern instanceof ClientPattern.Net net
                          && net.single()));
    }

    private AccessLists lists() {
      boolean closed =
          ClientPattern.ALL.stream().allMatch(all -> judged.contains(new Judged(all, false)));
      List<String> admitted = new ArrayList<>();
      List<String> refused = new ArrayList<>();
      for (Judged one : judged) {
        boolean everybody = ClientPattern.ALL.contains(one.pattern);
        if (one.admits && (closed || insideRefused(one.pattern))) {
          admitted.add(one.pattern.word());
        } else if (!one.admits && !(closed && everybody)) {
          refused.add(one.pattern.word());
        }
      }
      if (!closed && !admitted.isEmpty()) {
        admitted.addAll(0, ClientPattern.ALL.stream().map(ClientPattern::word).toList());
      }
      boolean only = closed || !admitted.isEmpty();
      if (!refused.isEmpty() && !admitted.isEmpty()) {
        comments.add(
            "the closest match of only_from and no_access counts; xinetd 2.3 refuses whoever is in"
                + " both");
      }
      return new AccessLists(only ? Optional.of(admitted) : Optional.empty(), refused, comments);
    }

    /** An exception that is worth writing down: somebody around it is refused. */
    private boolean insideRefused(ClientPattern pattern) {
      return judged.stream()
          .anyMatch(
              one ->
                  !one.admits
                      && (pattern instanceof ClientPattern.Name || one.pattern.covers(pattern)));
    }
  }
}
