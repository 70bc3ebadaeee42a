package org.jxinetd.itests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network of its own with nothing but loopback, and a {@code /run} of its own: fixed ports,
 * interfaces and daemons that must not meet those of the machine. Everything in it ends with it.
 */
public final class Sandbox implements AutoCloseable {
  private static final int LIFE_SECONDS = 180;

  private final Process holder;
  private final List<Process> started = new ArrayList<>();

  private Sandbox(Process holder) {
    this.holder = holder;
  }

  /** Opens one. */
  public static Sandbox open() throws IOException {
    String inside =
        "mount -t tmpfs tmpfs /run && ip link set lo up && touch /run/ready && exec sleep "
            + LIFE_SECONDS;
    Process holder =
        new ProcessBuilder(Tool.path("unshare"), "--net", "--mount", "sh", "-c", inside)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path ready = Path.of("/proc/" + holder.pid() + "/root/run/ready");
    try {
      Await.until("the sandbox is set up", () -> Files.exists(ready));
    } catch (AssertionError e) {
      holder.destroyForcibly();
      throw e;
    }
    return new Sandbox(holder);
  }

  /** The words in front of a command that make it run inside. */
  public String[] prefix() {
    return new String[] {
      Tool.path("nsenter"), "--target", Long.toString(holder.pid()), "--net", "--mount", "--"
    };
  }

  /** A process inside, by which {@code ip link set ... netns} knows this network. */
  long pid() {
    return holder.pid();
  }

  /** Runs a command inside to its end. */
  public Tool.Result run(String... command) throws IOException {
    return Tool.run(inside(command));
  }

  /** {@code ip} with these words, which must succeed. */
  void ip(String words) throws IOException {
    List<String> command = new ArrayList<>(List.of(Tool.path("ip")));
    command.addAll(List.of(words.split(" ")));
    run(command.toArray(String[]::new)).ok();
  }

  /** Starts a command inside that goes on until the sandbox is closed. */
  public Process start(Path output, String... command) throws IOException {
    Process process =
        new ProcessBuilder(inside(command))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    started.add(process);
    return process;
  }

  private String[] inside(String... command) {
    return Stream.concat(Stream.of(prefix()), Stream.of(command)).toArray(String[]::new);
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
    Optional<Path> network = network(holder.toHandle());
    ProcessHandle.allProcesses()
        .filter(process -> network.isPresent() && network(process).equals(network))
        .forEach(ProcessHandle::destroyForcibly);
    holder.destroyForcibly();
  }

  /** Which network a process is in; servers that outlived their daemon are known by it. */
  private static Optional<Path> network(ProcessHandle process) {
    try {
      return Optional.of(Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/ns/net")));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }
}
