package org.jxinetd.shell.gogo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.jxinetd.shell.command.ExitStatus;
import org.jxinetd.shell.command.Output;
import org.jxinetd.shell.command.Platform;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** One line in a session of its own. */
@Component(service = Platform.Gogo.class)
public final class GogoSession implements Platform.Gogo {

  private final CommandProcessor processor;

  @Activate
  public GogoSession(@Reference CommandProcessor processor) {
    this.processor = processor;
  }

  @Override
  public int run(String line, Output out) throws IOException, InterruptedException {
    LinesOfOutput lines = new LinesOfOutput(out);
    PrintStream print = new PrintStream(lines, false, StandardCharsets.UTF_8);
    ByteArrayInputStream nothing = new ByteArrayInputStream(new byte[0]);
    try (CommandSession session = processor.createSession(nothing, print, print)) {
      Object result = session.execute(line);
      if (result != null) {
        print.println(session.format(result, Converter.INSPECT));
      }
      print.flush();
      lines.end();
      return ExitStatus.DONE;
    } catch (InterruptedException ended) {
      throw ended;
    } catch (IOException gone) {
      throw gone;
    } catch (Exception failed) { // whatever a command of whatever bundle throws
      print.flush();
      lines.end();
      out.complaint("gogo: " + failed.getMessage());
      return ExitStatus.NO;
    }
  }
}
