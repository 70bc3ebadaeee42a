package org.jxinetd.log.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.access.Ban;
import org.jxinetd.api.access.Evidence;
import org.jxinetd.api.access.Reason;
import org.jxinetd.api.handler.Outcome;
import org.jxinetd.api.log.Banned;
import org.jxinetd.api.log.Ended;
import org.jxinetd.api.log.EndedBy;
import org.jxinetd.api.log.Event;
import org.jxinetd.api.log.Identified;
import org.jxinetd.api.log.Refused;
import org.jxinetd.api.log.Started;
import org.jxinetd.api.log.TimedOut;
import org.jxinetd.api.log.Traffic;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.Network;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.ServiceSpec;

/** Every kind of event that the API has is written with all it knows: none is forgotten. */
class JsonKindsTest {
  private static final ServiceSpec SERVICE = Services.service("ftp", "JSON", "FILE", "/dev/null");
  private static final Optional<Endpoint> PEER =
      Optional.of(new Endpoint(Address.inet(0x0a000009), 40_001));
  private static final Evidence EVIDENCE =
      new Evidence("flags = IDONLY", new Origin("x.conf", 3, 5), "no server");

  private static final Ban BAN =
      new Ban(
          Network.of(Address.inet(0x0a000009)),
          Services.WHEN,
          Optional.of(Services.WHEN.plusSeconds(60)),
          EVIDENCE.rule(),
          EVIDENCE.origin());

  private static List<Event> samples() {
    return List.of(
        new Started(SERVICE, Services.WHEN, 7, PEER),
        new Ended(
            SERVICE,
            Services.WHEN,
            7,
            PEER,
            new Outcome.Signaled(15),
            Duration.ofMillis(61),
            Optional.of(EndedBy.SESSION_TIME)),
        new TimedOut(SERVICE, Services.WHEN, 7, PEER, EVIDENCE),
        new Banned(SERVICE, Services.WHEN, PEER, BAN),
        new Refused(SERVICE, Services.WHEN, PEER, Reason.IDENT, EVIDENCE, 12),
        new Identified(SERVICE, Services.WHEN, PEER, "UNIX : alice"),
        new Traffic(SERVICE, Services.WHEN, 5, 6));
  }

  /** The members that tell what a component of an event's record says. */
  private static final Map<String, List<String>> MEMBERS = new HashMap<>();

  static {
    MEMBERS.put("service", List.of("\"service\":\"ftp\""));
    MEMBERS.put("at", List.of("\"time\":"));
    MEMBERS.put("pid", List.of("\"pid\":7"));
    MEMBERS.put("peer", List.of("\"peer\":\"10.0.0.9\"", "\"peer_port\":40001"));
    MEMBERS.put("outcome", List.of("\"outcome\":\"signaled\"", "\"signal\":15"));
    MEMBERS.put("duration", List.of("\"duration_ms\":61"));
    MEMBERS.put("by", List.of("\"ended_by\":\"session_time\""));
    MEMBERS.put(
        "ban",
        List.of(
            "\"address\":\"10.0.0.9\"",
            "\"since\":\"2000-09-17T16:07:06.000Z\"",
            "\"until\":\"2000-09-17T16:08:06.000Z\"",
            "\"rule\":\"flags = IDONLY\"",
            "\"origin\":\"x.conf:3:5\""));
    MEMBERS.put("reason", List.of("\"reason\":"));
    MEMBERS.put(
        "evidence",
        List.of(
            "\"rule\":\"flags = IDONLY\"",
            "\"origin\":\"x.conf:3:5\"",
            "\"detail\":\"no server\""));
    MEMBERS.put("id", List.of("\"id\":12"));
    MEMBERS.put("text", List.of("\"user\":\"UNIX : alice\""));
    MEMBERS.put("in", List.of("\"bytes_in\":5"));
    MEMBERS.put("out", List.of("\"bytes_out\":6"));
  }

  /** The kinds of events that the API defines, as its class files are. */
  private static Set<Class<?>> kinds() throws Exception {
    Path home = Path.of(Event.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Set<Class<?>> kinds = new HashSet<>();
    for (String name : names(home)) {
      Class<?> type = Class.forName(name);
      if (Event.class.isAssignableFrom(type) && type.isRecord()) {
        kinds.add(type);
      }
    }
    return kinds;
  }

  private static Set<String> names(Path home) throws IOException {
    Set<String> names = new HashSet<>();
    String folder = Event.class.getPackageName().replace('.', '/');
    if (home.toFile().isDirectory()) {
      try (Stream<Path> files = java.nio.file.Files.list(home.resolve(folder))) {
        files.forEach(file -> add(folder + "/" + file.getFileName(), folder, names));
      }
    } else {
      try (JarFile jar = new JarFile(home.toFile())) {
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
          add(all.nextElement().getName(), folder, names);
        }
      }
    }
    return names;
  }

  private static void add(String file, String folder, Set<String> names) {
    if (file.startsWith(folder + "/") && file.endsWith(".class") && !file.contains("-info")) {
      names.add(file.substring(0, file.length() - 6).replace('/', '.'));
    }
  }

  @Test
  void everyKindOfEventHasItsSampleHere() throws Exception {
    Set<Class<?>> sampled = new HashSet<>();
    samples().forEach(event -> sampled.add(event.getClass()));
    assertTrue(sampled.size() >= 5);
    assertEquals(kinds(), sampled);
  }

  @Test
  void everythingAnEventKnowsIsWritten() {
    for (Event event : samples()) {
      String line = JsonLine.of(event);
      for (var component : event.getClass().getRecordComponents()) {
        List<String> members = MEMBERS.get(component.getName());
        assertTrue(members != null, () -> event.getClass() + ": " + component.getName());
        members.forEach(member -> assertTrue(line.contains(member), () -> member + " in " + line));
      }
    }
  }
}
