package org.jxinetd.engine.limit;

import java.util.function.LongSupplier;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.access.Verdict;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.engine.flow.Rate;
import org.jxinetd.host.Account;
import org.jxinetd.host.SourceBlock;

/**
 * {@code cps} with {@code cps_action = per_source}: each source may make RATE connections within a
 * second; one that makes more is refused for WAIT seconds, and nobody else notices.
 */
final class SourceRate implements Rate {

  private final CpsSetting setting;
  private final SourceBits bits;
  private final Account account;
  private final LongSupplier nanoTime;

  SourceRate(CpsSetting setting, SourceBits bits, Account account, LongSupplier nanoTime) {
    this.setting = setting;
    this.bits = bits;
    this.account = account;
    this.nanoTime = nanoTime;
  }

  /** Clients that are not known, of a stream with {@code wait = yes}, are one source. */
  private static Address source(Request client) {
    return client.peer().map(Endpoint::address).orElse(Address.ANY_INET6);
  }

  private SourceBlock block(Request client) {
    return bits.block(source(client));
  }

  @Override
  public boolean isFull(Request client) {
    SourceBlock block = block(client);
    long now = nanoTime.getAsLong();
    return account.rests(block, now) || account.rate(block, now) >= setting.rate();
  }

  @Override
  public boolean charge(Request client) {
    return account.takeSourceRate(
        block(client), setting.rate(), setting.rest().toNanos(), nanoTime.getAsLong());
  }

  @Override
  public Verdict excess(Request client) {
    String detail =
        "more than "
            + setting.rate()
            + " connections within a second from "
            + bits.text(source(client));
    return new Verdict.Refuse(Reason.CPS, setting.evidence(detail));
  }

  @Override
  public Verdict room(Request client) {
    int now = account.rate(block(client), nanoTime.getAsLong());
    String detail =
        now
            + " of "
            + setting.rate()
            + " connections within the last second from "
            + bits.text(source(client));
    return Verdict.pass(setting.evidence(detail));
  }

  @Override
  public boolean chargesStrangers() {
    return true;
  }
}
