package org.jxinetd.shell.gogo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Function;
import org.jxinetd.shell.Shell;
import org.jxinetd.shell.command.Command;
import org.jxinetd.shell.command.CommandSet;
import org.jxinetd.shell.command.Output;
import org.jxinetd.shell.command.Printable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * The commands in the Gogo shell, scope {@code xinetd}: one service of Gogo for each name of each
 * command. The exit status of the last one is in the session's variable {@code status}; {@code
 * xinetd:help} lists them with examples.
 */
@Component(
    service = {},
    immediate = true)
public final class GogoCommands {

  private final List<ServiceRegistration<Function>> registrations = new ArrayList<>();

  /**
   * @param gogo not used: without it this component must not be activated, as the classes of Gogo
   *     are optional to the bundle
   */
  @Activate
  public GogoCommands(
      BundleContext context, @Reference Shell shell, @Reference CommandProcessor gogo) {
    for (Command command : shell.commands().commands()) {
      if (!command.hidden() && !command.passesOptionsOn()) {
        register(context, shell.commands(), command.name());
        command.aliases().forEach(alias -> register(context, shell.commands(), alias));
      }
    }
  }

  private void register(BundleContext context, CommandSet commands, String name) {
    Map<String, Object> properties =
        Map.of(CommandProcessor.COMMAND_SCOPE, "xinetd", CommandProcessor.COMMAND_FUNCTION, name);
    registrations.add(
        context.registerService(
            Function.class, function(commands, name), FrameworkUtil.asDictionary(properties)));
  }

  @Deactivate
  void deactivate() {
    registrations.forEach(ServiceRegistration::unregister);
  }

  /** A command as Gogo calls it. */
  static Function function(CommandSet commands, String name) {
    return (session, arguments) -> {
      run(commands, session, name, arguments);
      return null; // what it says has been printed
    };
  }

  private static void run(
      CommandSet commands, CommandSession session, String name, List<Object> arguments)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    words.add(name);
    arguments.forEach(argument -> words.add(String.valueOf(argument)));
    PrintStream console = session.getConsole();
    session.put("status", commands.run(words, new Console(console)));
    console.flush();
  }

  /** Gogo has one console for both kinds of lines; ctrl-c interrupts. */
  private record Console(PrintStream to) implements Output {
    @Override
    public void line(String text) {
      to.println(Printable.of(text));
    }

    @Override
    public void complaint(String text) {
      to.println(Printable.of(text));
    }

    @Override
    public void flush() throws IOException {
      if (to.checkError()) {
        throw new IOException("the console is gone");
      }
    }
  }
}
