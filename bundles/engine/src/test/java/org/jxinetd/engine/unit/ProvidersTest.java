package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.handler.Connection;
import org.jxinetd.api.handler.Datagram;
import org.jxinetd.api.handler.DatagramService;
import org.jxinetd.api.handler.StreamService;
import org.jxinetd.api.service.SuperServer.ProviderStatus;

class ProvidersTest {
  private final Object service = new Object();
  private final Provided<Object> provided =
      new Provided<>(
          service, "org.example.a", 7, "", Set.of("access_times"), Set.of(), Optional.empty());
  private final Providers providers = new Providers();

  @Test
  void answersAllQuestionsOfACompilationAlike() {
    Providers before = providers.now();
    providers.add(provided);
    assertFalse(before.owner("access_times").isPresent(), "it came later");
    Providers during = providers.now();
    assertTrue(providers.remove(service).isPresent());
    assertFalse(providers.owner("access_times").isPresent());
    assertTrue(
        during.owner("access_times").isPresent(), "the rule is compiled for whoever was promised");
    assertTrue(provided.gone(), "but nobody is admitted by it");
  }

  private abstract static class Echo implements StreamService, DatagramService {}

  @Test
  void listsWhatAnswersStreamsAndDatagramsOnce() {
    Echo echo =
        new Echo() {
          @Override
          public void serve(Connection connection) {}

          @Override
          public void answer(Datagram datagram) {}
        };
    Provided<StreamService> stream =
        new Provided<>(echo, "org.example.b", 8, "echo", Set.of(), Set.of(), Optional.empty());
    Provided<DatagramService> dgram =
        new Provided<>(echo, "org.example.b", 8, "echo", Set.of(), Set.of(), Optional.empty());
    providers.add(stream);
    providers.add(dgram);
    providers.add(provided);
    assertEquals(
        List.of(
            new ProviderStatus(
                "built-in",
                "org.example.b",
                List.of("echo/stream", "echo/dgram"),
                List.of("echo-stream", "echo-dgram"),
                Optional.of("too slow")),
            new ProviderStatus(
                "other", "org.example.a", List.of("access_times"), List.of(), Optional.empty())),
        providers.status(
            one ->
                one == stream
                    ? List.of("echo-stream")
                    : one == dgram ? List.of("echo-dgram") : List.of(),
            one -> one == provided ? Optional.empty() : Optional.of("too slow")));
  }
}
