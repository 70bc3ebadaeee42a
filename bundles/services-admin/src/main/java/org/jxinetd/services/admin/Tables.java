package org.jxinetd.services.admin;

import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.linux.Accounts;

/** What the services tell, in the layouts of xinetd 2.3.11. */
final class Tables {

  /** As ctime(3). */
  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US);

  private final SuperServer server;
  private final Clock clock;

  /**
   * @param clock for its time zone
   */
  Tables(SuperServer server, Clock clock) {
    this.server = server;
    this.clock = clock;
  }

  /** A line for each service: name, protocol, port; 0 for a service without a port of its own. */
  String services() {
    StringBuilder out = new StringBuilder();
    for (SuperServer.ServiceStatus status : server.services()) {
      ServiceSpec service = status.service();
      out.append(service.name()).append(' ').append(service.protocol()).append(' ');
      out.append(port(status)).append('\n');
    }
    return out.toString();
  }

  /** The servers that run now, without the session that asks. */
  String servers(String ownService, Endpoint client) {
    StringBuilder out = new StringBuilder();
    for (SuperServer.SessionStatus session : server.sessions()) {
      boolean own =
          session.service().equals(ownService) && session.peer().equals(Optional.of(client));
      if (!own) {
        server(session, out);
      }
    }
    return out.toString();
  }

  /** All servers that run now. */
  String running() {
    StringBuilder out = new StringBuilder("Running services:\n");
    out.append("service  run retry attempts descriptor\n");
    server.sessions().forEach(session -> server(session, out));
    return out.toString();
  }

  /** The services that clients can get. */
  String available() {
    StringBuilder out = new StringBuilder("Available services:\n");
    out.append("service    port   bound address    uid redir addr redir port\n");
    for (SuperServer.ServiceStatus status : server.services()) {
      if (status.state() instanceof ServiceState.Listening) {
        out.append(available(status)).append('\n');
      }
    }
    return out.toString();
  }

  private static String available(SuperServer.ServiceStatus status) {
    ServiceSpec service = status.service();
    String address = status.bound().map(at -> at.address().toString()).orElse("0.0.0.0");
    int uid = service.word("user").flatMap(Accounts::user).map(Accounts.User::uid).orElse(0);
    List<Object> values = new ArrayList<>(List.of(service.name(), port(status), address, uid));
    List<String> redirect = service.words("redirect");
    if (redirect.size() < 2) {
      return String.format(Locale.ROOT, "%-10s %-6d %-16s %-6d", values.toArray());
    }
    values.addAll(redirect.subList(0, 2));
    return String.format(Locale.ROOT, "%-10s %-6d %-16s %-6d %-16s %-6s", values.toArray());
  }

  private static int port(SuperServer.ServiceStatus status) {
    return status.bound().map(Endpoint::port).orElse(status.service().port().orElse(0));
  }

  private void server(SuperServer.SessionStatus session, StringBuilder out) {
    String peer = session.peer().map(p -> p.address() + "," + p.port()).orElse("<no address>");
    out.append(session.service()).append(" server\n");
    out.append("pid = ").append(session.pid()).append('\n');
    out.append("start_time = ");
    out.append(CTIME.format(session.started().atZone(clock.getZone()))).append('\n');
    out.append("Connection info:\n");
    out.append("\tservice = ").append(session.service()).append('\n');
    out.append("\tdescriptor = 0\n"); // the client's socket is the server's, not ours
    out.append("\tflags = 5\n");
    out.append("\tremote_address = ").append(peer).append('\n');
    out.append("log_remote_user = NO\nwrites_to_log = NO\n\n");
  }
}
