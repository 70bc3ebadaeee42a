package org.jxinetd.services.inet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.StreamService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.LoggerFactory;

/** Sends back what it gets, RFC 862. A datagram comes back whole, however long. */
@Component(property = StreamService.NAME + "=echo")
public final class Echo implements StreamService, DatagramService {

  private static final int BUFFER = 4096;

  private final SourceGuard guard;

  @Activate
  public Echo(@Reference OwnPorts own) {
    this(new SourceGuard(own, Clock.systemUTC(), LoggerFactory.getLogger(Echo.class)));
  }

  Echo(SourceGuard guard) {
    this.guard = guard;
  }

  @Override
  public void serve(Connection connection) throws IOException {
    InputStream in = connection.in();
    OutputStream out = connection.out();
    byte[] buffer = new byte[BUFFER];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
    }
  }

  @Override
  public void answer(Datagram datagram) throws IOException {
    if (guard.admits(datagram)) {
      datagram.reply(datagram.data());
    }
  }
}
