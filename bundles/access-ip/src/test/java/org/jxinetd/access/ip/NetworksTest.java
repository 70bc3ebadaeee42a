package org.jxinetd.access.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.jxinetd.access.ip.Lists.admits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxinetd.api.access.PatternProvider.Compiled;

class NetworksTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void writeNetworks() throws IOException {
    file = folder.resolve("networks");
    Files.writeString(
        file,
        """
        # comment
        default   0.0.0.0
        testnet   127.5.0.0  lab testing # trailing
        short     192.168.1
        class-a   10
        broken    300.1
        wordy     ten.zero
        lonely
        testnet   1.2.3.0
        """);
  }

  private Compiled compile(String word) {
    return Lists.provider(file).compile(Lists.tokens(word));
  }

  @Test
  void coversAllOfTheNamedNetwork() {
    Compiled list = compile("testnet");

    assertTrue(admits(list, "127.5.0.0"));
    assertTrue(admits(list, "127.5.0.1"));
    assertTrue(admits(list, "127.5.1.1"));
    assertFalse(admits(list, "127.6.0.0"));
    assertFalse(admits(list, "1.2.3.4"));
    assertEquals(112, Lists.match(list, "127.5.1.1").orElseThrow().prefixLength());
  }

  @Test
  void knowsAliasesAndShortNumbers() {
    assertTrue(admits(compile("testing"), "127.5.9.9"));
    assertTrue(admits(compile("short"), "192.168.1.9"));
    assertFalse(admits(compile("short"), "192.168.2.9"));
    assertTrue(admits(compile("class-a"), "10.200.0.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"broken", "wordy", "default"})
  void refusesEntriesWithoutAUsableNumber(String name) {
    Compiled list = compile(name);

    assertEquals(Set.of(), list.understood());
    assertEquals(1, list.problems().size());
    assertTrue(list.problems().getFirst().message().contains(file + ":"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TESTNET", "unknown", "lonely", "#", ".testnet"})
  void leavesUnknownNamesToOthers(String name) {
    assertEquals(Set.of(), compile(name).understood());
    assertEquals(0, compile(name).problems().size());
  }

  @Test
  void readsTheFileAgainWhenItChanged() throws IOException {
    Networks networks = new Networks(file);
    assertTrue(networks.find("fresh").isEmpty());

    Files.writeString(file, "fresh 10.0.0.0\n");
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));

    assertEquals("10.0.0.0", networks.find("fresh").orElseThrow().number());
    assertTrue(networks.find("testnet").isEmpty());
    Files.delete(file);
    assertTrue(networks.find("fresh").isEmpty());
  }

  @Test
  void knowsNothingWhenTheFileIsAFolderOrTooLarge() throws IOException {
    assertTrue(new Networks(folder).find("testnet").isEmpty());
    Files.writeString(file, "big 10.0.0.0\n" + "# filler\n".repeat(200_000));
    assertTrue(new Networks(file).find("big").isEmpty());
  }
}
