package org.jxinetd.linux;

import static java.nio.ByteOrder.nativeOrder;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The helper refuses what it does not understand to the last letter, and starts nothing then. */
class HelperOptionsTest {

  private static final int STEP_OPTIONS = 1;

  @TempDir Path folder;

  private record Result(int status, String output, List<Integer> report) {}

  private Result run(String... words) throws Exception {
    Path report = folder.resolve("report");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", "exec \"$@\" 3>\"$0\"", report.toString()));
    command.add(LauncherContractTest.helperProgram().toString());
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    IntBuffer ints = ByteBuffer.wrap(Files.readAllBytes(report)).order(nativeOrder()).asIntBuffer();
    List<Integer> record = new ArrayList<>();
    while (ints.hasRemaining()) {
      record.add(ints.get());
    }
    return new Result(process.exitValue(), output, record);
  }

  private Result option(String option) throws Exception {
    return run(option, "--", "/bin/echo", "echo", "started");
  }

  @Test
  void takesEveryOptionAtItsBounds() throws Exception {
    for (String good :
        List.of(
            "umask=0",
            "umask=777",
            "nice=0",
            "nice=40",
            "nice=-0",
            "limit=1:-:-",
            "limit=4:0:0",
            "limit=4:0:-")) {
      Result result = option(good);
      assertEquals("started\n", result.output(), good);
      assertEquals(0, result.status());
      assertEquals(List.of(), result.report());
    }
  }

  @Test
  void refusesEverythingElse() throws Exception {
    for (String bad :
        List.of(
            "",
            "x",
            "uid",
            "uid=",
            "uid=-1",
            "uid=+1",
            "uid= 1",
            "uid=1 ",
            "uid=1x",
            "uid=4294967295",
            "uid=4294967296",
            "uid=18446744073709551616",
            "gid=",
            "gid=root",
            "gid=4294967295",
            "groups=,",
            "groups=1,",
            "groups=,1",
            "groups=1,,2",
            "groups=x",
            "groups=1 2",
            "groups=4294967295",
            "umask=",
            "umask=8",
            "umask=1000",
            "umask=-1",
            "nice=",
            "nice=-",
            "nice=41",
            "nice=--1",
            "nice=1.5",
            "limit=",
            "limit=7",
            "limit=7:1",
            "limit=7:1:",
            "limit=99:1:1",
            "limit=7:x:1",
            "limit=7:1:2:3",
            "limit=-:1:1",
            "limit=7:9223372036854775808:-",
            "UID=0")) {
      Result result = option(bad);
      assertEquals("", result.output(), bad);
      assertEquals(126, result.status(), bad);
      assertReport(Errno.EINVAL, result, bad);
    }
  }

  @Test
  void refusesTooFewWords() throws Exception {
    for (List<String> words :
        List.of(List.<String>of(), List.of("--"), List.of("--", "/bin/echo"))) {
      Result result = run(words.toArray(String[]::new));
      assertEquals(126, result.status(), words.toString());
      assertReport(Errno.EINVAL, result, words.toString());
    }
  }

  private static void assertReport(int errno, Result result, String option) {
    assertEquals(3, result.report().size(), option);
    assertEquals(List.of(STEP_OPTIONS, errno), result.report().subList(1, 3), option);
  }
}
