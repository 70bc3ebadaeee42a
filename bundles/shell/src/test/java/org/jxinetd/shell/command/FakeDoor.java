package org.jxinetd.shell.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.access.Doorkeeper;
import org.jxinetd.api.access.Explanation;
import org.jxinetd.api.access.Refusal;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;

/** Remembers what it was asked, and says what a test tells it to. */
public final class FakeDoor implements Doorkeeper {

  public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  public final List<String> asked = new ArrayList<>();
  public final List<Refusal> refusals = new ArrayList<>();
  public final List<Ban> bans = new ArrayList<>();
  public Optional<Explanation> explanation = Optional.empty();

  @Override
  public Optional<Explanation> explain(
      String pid, Address client, Optional<String> name, Instant at) {
    asked.add(pid + " " + client + " " + name.orElse("-") + " " + at);
    return explanation;
  }

  @Override
  public List<Refusal> refusals() {
    return refusals;
  }

  @Override
  public Optional<Refusal> refusal(long id) {
    return refusals.stream().filter(r -> r.id() == id).findFirst();
  }

  @Override
  public List<Ban> bans() {
    return bans;
  }

  @Override
  public Ban ban(Network network, Optional<Duration> duration) {
    Ban ban = new Ban(network, NOW, duration.map(NOW::plus), "by hand", Origin.of("shell", 0));
    bans.add(ban);
    return ban;
  }

  @Override
  public boolean unban(Network network) {
    return bans.removeIf(ban -> ban.network().equals(network));
  }
}
