package org.jxinetd.services.inet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.StreamService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.LoggerFactory;

/**
 * Tells date and time to people, RFC 867, in xinetd's form: {@code 23 NOV 2026 15:37:35 UTC}, local
 * time.
 */
@Component(property = StreamService.NAME + "=daytime")
public final class Daytime implements StreamService, DatagramService {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("dd MMM uuuu HH:mm:ss ", Locale.US);
  private static final DateTimeFormatter ZONE = DateTimeFormatter.ofPattern("zzz", Locale.US);

  private final Clock clock;
  private final SourceGuard guard;

  @Activate
  public Daytime(@Reference OwnPorts own) {
    this(own, Clock.system(ZoneId.systemDefault()));
  }

  Daytime(OwnPorts own, Clock clock) {
    this(clock, new SourceGuard(own, clock, LoggerFactory.getLogger(Daytime.class)));
  }

  Daytime(Clock clock, SourceGuard guard) {
    this.clock = clock;
    this.guard = guard;
  }

  @Override
  public boolean brief() {
    return true;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    connection.out().write(text());
  }

  @Override
  public void answer(Datagram datagram) throws IOException {
    if (guard.admits(datagram)) {
      datagram.reply(text());
    }
  }

  private byte[] text() {
    ZonedDateTime now = ZonedDateTime.now(clock);
    String zone = now.getZone().equals(ZoneOffset.UTC) ? "UTC" : ZONE.format(now);
    String text = DATE.format(now).toUpperCase(Locale.ROOT) + zone + "\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
