package org.jxinetd.engine.limit;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Rate;
import org.jxinetd.host.Account;

/**
 * {@code cps = RATE WAIT}: more than RATE connections within a second pause the service for WAIT
 * seconds. By default 50 and 10, as in xinetd; a rate of 0 is no limit.
 */
public final class RateLimit implements Rate {

  private static final int DEFAULT_RATE = 50;
  private static final int DEFAULT_WAIT_SECONDS = 10;

  private final int rate;
  private final Duration pause;
  private final Origin origin;
  private final Account account;
  private final LongSupplier nanoTime;

  private RateLimit(
      int rate, Duration pause, Origin origin, Account account, LongSupplier nanoTime) {
    this.rate = rate;
    this.pause = pause;
    this.origin = origin;
    this.account = account;
    this.nanoTime = nanoTime;
  }

  /**
   * The limit of a service.
   *
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  public static Optional<Rate> of(ServiceSpec service, Account account, LongSupplier nanoTime)
      throws ConfigException {
    Optional<Attribute> cps = service.attribute("cps");
    int rate = DEFAULT_RATE;
    int wait = DEFAULT_WAIT_SECONDS;
    if (cps.isPresent()) {
      if (cps.get().values().size() != 2) {
        throw ConfigException.in(service, cps.get(), "cps expects a rate and a number of seconds");
      }
      rate = Numbers.count(service, cps.get(), cps.get().words().get(0));
      wait = Numbers.count(service, cps.get(), cps.get().words().get(1));
    }
    Origin origin = cps.map(Attribute::origin).orElse(service.origin());
    return rate == 0
        ? Optional.empty()
        : Optional.of(new RateLimit(rate, Duration.ofSeconds(wait), origin, account, nanoTime));
  }

  @Override
  public boolean isFull() {
    return account.rate(nanoTime.getAsLong()) >= rate;
  }

  @Override
  public boolean charge() {
    return account.takeRate(rate, nanoTime.getAsLong());
  }

  @Override
  public Verdict suspend() {
    String detail = "more than " + rate + " connections within a second";
    return new Verdict.Suspend(
        Reason.CPS, pause, new Evidence("cps = " + rate + " " + pause.toSeconds(), origin, detail));
  }
}
