package org.jxinetd.shell.gogo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.jxinetd.shell.Shell;
import org.jxinetd.shell.command.CommandSet;
import org.jxinetd.shell.command.Output;
import org.jxinetd.shell.command.Printable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The commands in the Gogo shell, scope {@code xinetd}. The exit status of the last one is in the
 * session's variable {@code status}. The list of commands is Gogo's own {@code help}.
 */
@Component(
    service = GogoCommands.class,
    property = {
      "osgi.command.scope=xinetd",
      "osgi.command.function=services",
      "osgi.command.function=service",
      "osgi.command.function=servers",
      "osgi.command.function=sessions",
      "osgi.command.function=why",
      "osgi.command.function=explain",
      "osgi.command.function=fails",
      "osgi.command.function=bans",
      "osgi.command.function=ban",
      "osgi.command.function=unban",
      "osgi.command.function=check",
      "osgi.command.function=reload"
    })
public final class GogoCommands {

  private final CommandSet commands;

  /**
   * @param gogo not used: without it this component must not be activated, as the classes of Gogo
   *     are optional to the bundle
   */
  @Activate
  public GogoCommands(@Reference Shell shell, @Reference CommandProcessor gogo) {
    this(shell.commands());
  }

  GogoCommands(CommandSet commands) {
    this.commands = commands;
  }

  @Descriptor("say what is wrong with the configuration files: check [-strict] [--json]")
  public void check(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "check", arguments);
  }

  @Descriptor("list the services: services [--json]")
  public void services(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "services", arguments);
  }

  @Descriptor("show one service with every attribute: service NAME [--json]")
  public void service(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "service", arguments);
  }

  @Descriptor("list the running servers: servers [--json]")
  public void servers(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "servers", arguments);
  }

  @Descriptor("list the running servers: sessions [--json]")
  public void sessions(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "sessions", arguments);
  }

  @Descriptor("say why services do not serve: why [NAME] [--json]")
  public void why(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "why", arguments);
  }

  @Descriptor(
      "say what every rule says of a client: explain SERVICE ADDRESS [--name HOST] [--at TIME]"
          + " | explain --fail ID")
  public void explain(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "explain", arguments);
  }

  @Descriptor("list the last refusals: fails [NAME] [--json]")
  public void fails(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "fails", arguments);
  }

  @Descriptor("list the banned addresses: bans [--json]")
  public void bans(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "bans", arguments);
  }

  @Descriptor("ban an address from every service: ban ADDRESS [--for DURATION]")
  public void ban(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "ban", arguments);
  }

  @Descriptor("lift a ban: unban ADDRESS")
  public void unban(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "unban", arguments);
  }

  @Descriptor("read the configuration again: reload [-n] [--json]")
  public void reload(CommandSession session, String... arguments)
      throws IOException, InterruptedException {
    run(session, "reload", arguments);
  }

  private void run(CommandSession session, String name, String... arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(name);
    words.addAll(List.of(arguments));
    PrintStream console = session.getConsole();
    session.put("status", commands.run(words, new Console(console)));
    console.flush();
  }

  /** Gogo has one console for both kinds of lines. */
  private record Console(PrintStream to) implements Output {
    @Override
    public void line(String text) {
      to.println(Printable.of(text));
    }

    @Override
    public void complaint(String text) {
      to.println(Printable.of(text));
    }
  }
}
