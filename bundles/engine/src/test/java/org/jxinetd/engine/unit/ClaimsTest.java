package org.jxinetd.engine.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.engine.flow.Specs;

class ClaimsTest {

  @Test
  void theManifestNamesWhatTheEngineAnswersFor() throws IOException {
    Matcher names =
        Pattern.compile("org\\.jxinetd\\.attribute;name:List<String>=\"([^\"]*)\"")
            .matcher(Files.readString(Path.of("bnd.bnd")));
    assertTrue(names.find());
    assertEquals(
        new TreeSet<>(Claims.OF_THE_ENGINE), new TreeSet<>(Set.of(names.group(1).split(","))));
  }

  @Test
  void whatTheEngineDoesNotAnswerForNeedsAnOwner() {
    assertEquals(
        List.of("server", "access_times"),
        Claims.of(
            Specs.service("s")
                .attribute("server", "/bin/cat")
                .attribute("instances", "3")
                .attribute("access_times", "1:00-2:00")
                .build()));
  }

  @Test
  void whatIsSwitchedOffNeedsNoOwner() {
    assertEquals(List.of(), Claims.of(Specs.service("s").attribute("mdns", "no").build()));
    assertEquals(List.of("mdns"), Claims.of(Specs.service("s").attribute("mdns", "yes").build()));
  }

  @Test
  void flagsAndTypesThatWouldLoseTheirMeaningNeedAnOwner() {
    assertEquals(
        List.of("flags:idonly", "type:rpc"),
        Claims.of(
            Specs.service("s")
                .flag(Flag.IDONLY, Flag.REUSE)
                .type(ServiceType.RPC, ServiceType.UNLISTED)
                .build()));
  }
}
