package org.jxinetd.services.inet;

import java.io.IOException;
import java.io.InputStream;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.StreamService;
import org.osgi.service.component.annotations.Component;

/** Throws away what it gets and never answers, RFC 863; so it needs no guard against loops. */
@Component(property = StreamService.NAME + "=discard")
public final class Discard implements StreamService, DatagramService {

  private static final int BUFFER = 4096;

  @Override
  public void serve(Connection connection) throws IOException {
    InputStream in = connection.in();
    byte[] buffer = new byte[BUFFER];
    int n = in.read(buffer);
    while (n >= 0) {
      n = in.read(buffer);
    }
  }

  @Override
  public void answer(Datagram datagram) {
    // the engine has taken it out of the socket's buffer; that is all there is to do
  }
}
