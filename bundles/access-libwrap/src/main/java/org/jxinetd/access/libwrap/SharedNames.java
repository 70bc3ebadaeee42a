package org.jxinetd.access.libwrap;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jxinetd.api.access.HostNames;
import org.jxinetd.api.service.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names from the bundle that looks them up for everybody. While it is being replaced, clients wait
 * for its successor; where there is none, a rule that needs a name cannot be decided. Any thread
 * that may wait.
 */
final class SharedNames implements Names {

  private static final Logger LOG = LoggerFactory.getLogger(SharedNames.class);

  /** Who has been away for longer does not come back soon. */
  private static final long REPLACED_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongSupplier nanoTime;
  private HostNames present; // guarded by this, as is what follows; null for none
  private long leftAt; // or this began: it may be about to come

  SharedNames(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.leftAt = nanoTime.getAsLong();
  }

  synchronized void came(HostNames names) {
    present = names;
    notifyAll();
  }

  synchronized void left(HostNames names) {
    if (present == names) {
      present = null;
      leftAt = nanoTime.getAsLong();
    }
  }

  @Override
  public synchronized Duration patience() {
    return present == null ? Names.super.patience() : present.patience();
  }

  @Override
  public Name of(Address address, Duration limit) throws Undecidable {
    long end = nanoTime.getAsLong() + limit.toNanos();
    while (true) {
      HostNames names = await(end);
      try {
        return name(names.of(address, left(end)));
      } catch (IllegalStateException ended) {
        left(names); // its successor is asked
      }
    }
  }

  private Duration left(long end) {
    return Duration.ofNanos(Math.max(0, end - nanoTime.getAsLong()));
  }

  private synchronized HostNames await(long end) throws Undecidable {
    while (present == null) {
      long now = nanoTime.getAsLong();
      long left = Math.min(end, leftAt + REPLACED_NANOS) - now;
      if (left <= 0) {
        throw new Undecidable("the name cannot be looked up: the bundle access-host is missing");
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        throw new Undecidable("the daemon is stopping");
      }
    }
    return present;
  }

  private static Name name(HostNames.Called called) {
    return switch (called) {
      case HostNames.Called.Confirmed confirmed -> new Name(confirmed.name());
      case HostNames.Called.Unconfirmed bad -> {
        LOG.info("{}; its name counts as PARANOID", bad.why());
        yield Name.PARANOID;
      }
      case HostNames.Called.Unknown none -> Name.UNKNOWN;
    };
  }
}
