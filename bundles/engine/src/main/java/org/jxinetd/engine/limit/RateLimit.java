package org.jxinetd.engine.limit;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.engine.flow.Rate;
import org.jxinetd.host.Account;

/**
 * {@code cps} of a whole service: more than RATE connections within a second pause it for WAIT
 * seconds or, with {@code cps_action = refuse}, are refused one by one.
 */
public final class RateLimit implements Rate {

  private final CpsSetting setting;
  private final Account account;
  private final LongSupplier nanoTime;

  private RateLimit(CpsSetting setting, Account account, LongSupplier nanoTime) {
    this.setting = setting;
    this.account = account;
    this.nanoTime = nanoTime;
  }

  /**
   * The limit of a service; empty when it has none.
   *
   * @param nanoTime a clock like {@link System#nanoTime()}
   */
  public static Optional<Rate> of(ServiceSpec service, Account account, LongSupplier nanoTime)
      throws ConfigException {
    CpsSetting setting = CpsSetting.of(service);
    if (setting.rate() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        setting.action() == CpsSetting.Action.PER_SOURCE
            ? new SourceRate(setting, SourceBits.of(service), account, nanoTime)
            : new RateLimit(setting, account, nanoTime));
  }

  @Override
  public boolean isFull(Request client) {
    return account.rate(nanoTime.getAsLong()) >= setting.rate();
  }

  @Override
  public boolean charge(Request client) {
    return account.takeRate(setting.rate(), nanoTime.getAsLong());
  }

  @Override
  public Verdict excess(Request client) {
    Evidence evidence =
        setting.evidence("more than " + setting.rate() + " connections within a second");
    return setting.action() == CpsSetting.Action.PAUSE
        ? new Verdict.Suspend(Reason.CPS, setting.rest(), evidence)
        : new Verdict.Refuse(Reason.CPS, evidence);
  }

  @Override
  public Verdict room(Request client) {
    int now = account.rate(nanoTime.getAsLong());
    return Verdict.pass(
        setting.evidence(now + " of " + setting.rate() + " connections within the last second"));
  }

  @Override
  public boolean chargesStrangers() {
    return false;
  }
}
