package org.jxinetd.services.admin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Exchange;
import org.jxinetd.api.handler.Handler;
import org.jxinetd.api.handler.Running;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;

/** A client that sends its lines all at once and keeps what it gets. */
final class Client implements Connection {

  static final Endpoint HERE = new Endpoint(Address.inet(0x7f000001), 40000);

  private final ByteArrayInputStream sends;
  private final ByteArrayOutputStream got = new ByteArrayOutputStream();
  private int started;

  private Client(String sends) {
    this.sends = new ByteArrayInputStream(sends.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Everything that a handler says to a client that sends this. */
  static String of(Handler handler, ServiceSpec service, String sends) throws Exception {
    Client client = new Client(sends);
    Exchange exchange =
        (Exchange)
            Proxy.newProxyInstance(
                Client.class.getClassLoader(),
                new Class<?>[] {Exchange.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "connection" -> client;
                      case "request" ->
                          new Request(service, Optional.of(HERE), Optional.of(HERE), Instant.EPOCH);
                      case "started" -> client.count((Running) arguments[0]);
                      default -> throw new AssertionError(method);
                    });
    handler.serve(exchange);
    if (client.started != 1) {
      throw new AssertionError("started " + client.started + " times");
    }
    return client.got.toString(StandardCharsets.ISO_8859_1);
  }

  private Object count(Running server) {
    started += server.pid() == 0 ? 1 : 100;
    return null;
  }

  @Override
  public Endpoint peer() {
    return HERE;
  }

  @Override
  public Endpoint local() {
    return HERE;
  }

  @Override
  public InputStream in() {
    return sends;
  }

  @Override
  public OutputStream out() {
    return got;
  }

  @Override
  public void readTimeout(Duration limit) {}

  @Override
  public void shutdownOutput() {}

  @Override
  public void shutdownInput() {}

  @Override
  public void close() {}
}
