package org.jxinetd.services.inet;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.StreamService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.LoggerFactory;

/**
 * Generates characters, RFC 864. A stream gets the pattern until it is closed: a client that does
 * not read stalls its own session only, until somebody closes the connection. A datagram is
 * answered with a random number of characters, 0 to 512, which also bounds what a forged sender can
 * make of it.
 */
@Component(property = StreamService.NAME + "=chargen")
public final class Chargen implements StreamService, DatagramService {

  private static final int LONGEST_REPLY = 512;

  private final byte[] cycle = Glyphs.cycle();
  private final AtomicInteger nextLine = new AtomicInteger();
  private final SourceGuard guard;
  private final IntUnaryOperator random;

  @Activate
  public Chargen(@Reference OwnPorts own) {
    this(
        new SourceGuard(own, Clock.systemUTC(), LoggerFactory.getLogger(Chargen.class)),
        bound -> ThreadLocalRandom.current().nextInt(bound));
  }

  /**
   * @param random a number from 0 to its argument, exclusive
   */
  Chargen(SourceGuard guard, IntUnaryOperator random) {
    this.guard = guard;
    this.random = random;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    connection.shutdownInput();
    OutputStream out = connection.out();
    while (!Thread.currentThread().isInterrupted()) {
      out.write(cycle); // throws when the client or the server closes: the only way out
    }
  }

  @Override
  public void answer(Datagram datagram) throws IOException {
    if (!guard.admits(datagram)) {
      return;
    }
    int length = random.applyAsInt(LONGEST_REPLY + 1);
    int line = nextLine.getAndUpdate(now -> (now + Glyphs.lines(length)) % Glyphs.LINES);
    datagram.reply(Glyphs.from(cycle, line, length));
  }
}
