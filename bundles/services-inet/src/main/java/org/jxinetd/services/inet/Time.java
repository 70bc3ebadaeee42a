package org.jxinetd.services.inet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.StreamService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.LoggerFactory;

/**
 * Tells the time to machines, RFC 868: seconds since 1900-01-01 UTC in 32 bits, highest byte first.
 * The count starts again from 0 in February 2036.
 */
@Component(property = StreamService.NAME + "=time")
public final class Time implements StreamService, DatagramService {

  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;

  private final Clock clock;
  private final SourceGuard guard;

  @Activate
  public Time(@Reference OwnPorts own) {
    this(own, Clock.systemUTC());
  }

  Time(OwnPorts own, Clock clock) {
    this(clock, new SourceGuard(own, clock, LoggerFactory.getLogger(Time.class)));
  }

  Time(Clock clock, SourceGuard guard) {
    this.clock = clock;
    this.guard = guard;
  }

  @Override
  public boolean brief() {
    return true;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    connection.out().write(seconds());
  }

  @Override
  public void answer(Datagram datagram) throws IOException {
    if (guard.admits(datagram)) {
      datagram.reply(seconds());
    }
  }

  private byte[] seconds() {
    long since1900 = clock.instant().getEpochSecond() + SECONDS_1900_TO_1970;
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) since1900).array();
  }
}
