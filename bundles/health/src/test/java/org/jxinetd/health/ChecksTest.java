package org.jxinetd.health;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Doorkeeper;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.ServiceState;
import org.jxinetd.api.service.SuperServer;

class ChecksTest {

  private final List<ServiceState> states = new ArrayList<>();
  private final List<ProviderOf> providers = new ArrayList<>();
  private SuperServer.Vitals vitals = new SuperServer.Vitals(0, 100, 0, List.of(), 10);

  private record ProviderOf(String bundle, Optional<String> quarantine) {}

  private final SuperServer server =
      new SuperServer() {
        @Override
        public List<ServiceStatus> services() {
          ServiceSpec spec = ServiceSpec.builder("org.jxinetd.service~x", "x").build();
          return states.stream()
              .map(state -> new ServiceStatus(spec, state, Optional.empty(), 0))
              .toList();
        }

        @Override
        public Doorkeeper door() {
          throw new UnsupportedOperationException("no check asks who may come in");
        }

        @Override
        public List<SessionStatus> sessions() {
          return List.of();
        }

        @Override
        public boolean awaitGeneration(long number, Duration limit) {
          return true;
        }

        @Override
        public List<Long> kick(List<Long> numbers, Duration grace) {
          return List.of();
        }

        @Override
        public List<ProviderStatus> providers() {
          return providers.stream()
              .map(p -> new ProviderStatus("access", p.bundle, List.of(), List.of(), p.quarantine))
              .toList();
        }

        @Override
        public Vitals vitals() {
          return vitals;
        }
      };

  private static Result.Status status(HealthCheck check) {
    return check.execute().getStatus();
  }

  @Test
  void readyOnlyWhenEveryEnabledServiceListens() {
    ServicesListening check = new ServicesListening(server);
    assertEquals(Result.Status.CRITICAL, status(check), "no service at all");
    states.add(new ServiceState.Listening());
    assertEquals(Result.Status.OK, status(check));
    for (ServiceState other :
        List.of(
            new ServiceState.Waiting(List.of("y"), true),
            new ServiceState.Suspended(Instant.EPOCH, "cps"),
            new ServiceState.Failed(List.of()),
            new ServiceState.Stopped())) {
      states.add(other);
      assertEquals(Result.Status.CRITICAL, status(check), other.toString());
      states.removeLast();
    }
    assertEquals(Result.Status.OK, status(check));
  }

  @Test
  void noServiceWaitsAndNoBundleIsInQuarantine() {
    ServicesWaiting check = new ServicesWaiting(server);
    states.add(new ServiceState.Failed(List.of()));
    assertEquals(Result.Status.OK, status(check));
    states.add(new ServiceState.Waiting(List.of("y"), false));
    assertEquals(Result.Status.CRITICAL, status(check));
    states.removeLast();
    providers.add(new ProviderOf("a", Optional.of("too late")));
    assertEquals(Result.Status.CRITICAL, status(check));
  }

  @Test
  void logsAreWritten() {
    LogsWritten check = new LogsWritten(server);
    assertEquals(Result.Status.OK, status(check));
    vitals = new SuperServer.Vitals(0, 100, 0, List.of("ftp"), 10);
    assertEquals(Result.Status.CRITICAL, status(check));
  }

  @Test
  void eventsThatAreDroppedAreCriticalOnceAndAWarningAfterwards() {
    EventsKept check = new EventsKept(server);
    assertEquals(Result.Status.OK, status(check));
    vitals = new SuperServer.Vitals(0, 100, 7, List.of(), 10);
    assertEquals(Result.Status.CRITICAL, status(check));
    assertEquals(Result.Status.WARN, status(check));
    vitals = new SuperServer.Vitals(51, 100, 0, List.of(), 10);
    assertEquals(Result.Status.WARN, status(new EventsKept(server)));
  }

  @Test
  void descriptorsAreLeft() {
    assertEquals(Result.Status.OK, DescriptorsLeft.judge(10, 100).getStatus());
    assertEquals(Result.Status.WARN, DescriptorsLeft.judge(70, 100).getStatus());
    assertEquals(Result.Status.CRITICAL, DescriptorsLeft.judge(95, 100).getStatus());
    assertEquals(Result.Status.CRITICAL, DescriptorsLeft.judge(101, 100).getStatus());
    assertEquals(Result.Status.OK, status(new DescriptorsLeft()));
  }
}
