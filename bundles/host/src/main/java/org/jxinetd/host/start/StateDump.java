package org.jxinetd.host.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jxinetd.api.service.ConfigurationText;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Inspection;
import org.jxinetd.api.service.Inspection.Detail;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;
import org.jxinetd.api.service.SuperServer.ServiceStatus;
import org.jxinetd.api.service.SuperServer.SessionStatus;
import org.jxinetd.linux.OsException;
import org.jxinetd.linux.Self;

/**
 * The state of the daemon in the layout of xinetd's dump. Lines that xinetd does not have say what
 * it does not know: why a service is not active, what {@code session_time} has ended.
 */
final class StateDump {

  private static final DateTimeFormatter CTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  /** A relay host has thousands of descriptors; nobody reads them all. */
  private static final int MOST_DESCRIPTORS = 1000;

  private final SuperServer server;
  private final Inspection inspection;
  private final ConfigurationText configuration;
  private final Settings settings;
  private final StringBuilder out = new StringBuilder(4096);

  /** What the command line says. */
  record Settings(String version, Path config, int processLimit) {}

  StateDump(
      SuperServer server,
      Inspection inspection,
      ConfigurationText configuration,
      Settings settings) {
    this.server = server;
    this.inspection = inspection;
    this.configuration = configuration;
    this.settings = settings;
  }

  /** The whole text. To be called once. */
  String text(Instant now) throws IOException {
    out.append("INTERNAL STATE DUMP: ").append(settings.version()).append('\n');
    out.append("Current time: ").append(CTIME.format(now)).append("\n\nServices + defaults:\n");
    out.append(configuration.defaults().stripTrailing()).append('\n');
    List<ServiceStatus> services = server.services();
    services.forEach(this::service);
    out.append("Server table dump:\n");
    List<SessionStatus> sessions = server.sessions();
    sessions.forEach(session -> session(session, services));
    out.append("\nRetry table dump:\n");
    services.forEach(this::retries);
    out.append('\n');
    int open = descriptors(services);
    totals(services, sessions, open);
    return out.append("END OF DUMP\n\n").toString();
  }

  private Detail detail(ServiceStatus status) {
    return inspection.detail(status.service().pid()).orElse(new Detail(-1, false, 0, 0));
  }

  private void service(ServiceStatus status) {
    Detail detail = detail(status);
    String state = state(status, detail);
    out.append("Service = ").append(status.service().name()).append('\n');
    line("State = " + state);
    if (!(status.state() instanceof ServiceState.Listening)) {
      line("Reason = " + status.state().describe());
    }
    configuration
        .service(status.service())
        .stripTrailing()
        .lines()
        .forEach(text -> out.append('\t').append(text).append('\n'));
    if (detail.timedOut() > 0) {
      line("ended by session_time = " + detail.timedOut());
    }
    if (state.equals("Active")) {
      line("running servers = " + status.running());
      line("retry servers = " + detail.retrying());
      line("attempts = 0");
      line("service fd = " + detail.descriptor());
    }
    out.append('\n');
  }

  private void line(String text) {
    out.append('\t').append(text).append('\n');
  }

  private static String state(ServiceStatus status, Detail detail) {
    return switch (status.state()) {
      case ServiceState.Listening l ->
          status.service().waits() && status.running() > 0 && !detail.polled()
              ? "Suspended"
              : "Active";
      case ServiceState.Suspended s -> "Disabled";
      case ServiceState.Waiting w -> "Not started";
      case ServiceState.Failed f -> "Not started";
      case ServiceState.Stopped s -> "Not started";
    };
  }

  private void session(SessionStatus session, List<ServiceStatus> services) {
    Optional<ServiceStatus> of =
        services.stream().filter(s -> s.service().id().equals(session.service())).findFirst();
    boolean waits = of.map(s -> s.service().waits()).orElse(false);
    int flags = (session.peer().isPresent() ? 1 : 0) + (waits ? 0 : 2);
    out.append(session.service()).append(" server\n");
    out.append("pid = ").append(session.pid()).append('\n');
    out.append("start_time = ").append(CTIME.format(session.started())).append('\n');
    out.append("Connection info:\n");
    line("service = " + session.service());
    line("descriptor = " + (waits ? of.map(s -> detail(s).descriptor()).orElse(-1) : -1));
    line("flags = " + flags);
    line("remote_address = " + session.peer().map(StateDump::address).orElse("<no address>"));
    out.append("log_remote_user = ").append(of.map(StateDump::asksUser).orElse("NO")).append('\n');
    out.append("writes_to_log = NO\n\n");
  }

  private static String address(Endpoint peer) {
    return peer.address() + "," + peer.port();
  }

  private static String asksUser(ServiceStatus status) {
    return status.service().words("log_on_success").stream().anyMatch("USERID"::equalsIgnoreCase)
        ? "YES"
        : "NO";
  }

  private void retries(ServiceStatus status) {
    int waiting = detail(status).retrying();
    if (waiting > 0) {
      line(status.service().id() + ": clients that wait for a server = " + waiting);
    }
  }

  /** Lists the descriptors as xinetd does; returns how many are open. */
  private int descriptors(List<ServiceStatus> services) throws IOException {
    SortedSet<Integer> polled = new TreeSet<>();
    for (ServiceStatus status : services) {
      Detail detail = detail(status);
      if (detail.polled()) {
        polled.add(detail.descriptor());
      }
    }
    SortedSet<Integer> others = open();
    int all = others.size();
    others.removeAll(polled);
    out.append("Socket mask:").append(list(polled)).append('\n');
    out.append("pfds_last = ").append(polled.size()).append('\n');
    out.append("Open descriptors (not in socket mask):").append(list(others)).append("\n\n");
    return all;
  }

  private static SortedSet<Integer> open() throws IOException {
    SortedSet<Integer> numbers = new TreeSet<>();
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      links.forEach(link -> numbers.add(Integer.valueOf(link.getFileName().toString())));
    }
    return numbers;
  }

  private static String list(SortedSet<Integer> numbers) {
    String shown =
        numbers.stream()
            .limit(MOST_DESCRIPTORS)
            .map(number -> " " + number)
            .collect(Collectors.joining());
    int more = numbers.size() - MOST_DESCRIPTORS;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }

  private void totals(List<ServiceStatus> services, List<SessionStatus> sessions, int open)
      throws OsException {
    long active = services.stream().filter(s -> state(s, detail(s)).equals("Active")).count();
    long available =
        services.stream().filter(s -> !state(s, detail(s)).equals("Not started")).count();
    long most = Self.descriptorLimit();
    out.append("active_services = ").append(active).append('\n');
    out.append("available_services = ").append(available).append('\n');
    out.append("descriptors_free = ").append(most - open).append('\n');
    out.append("running_servers = ").append(sessions.size()).append('\n');
    out.append("Logging service = enabled\n\n");
    out.append("max_descriptors = ").append(most).append('\n');
    out.append("process_limit = ").append(settings.processLimit()).append('\n');
    out.append("config_file = ").append(settings.config()).append("\n\n");
  }
}
