package org.jxinetd.shell.command;

import java.io.IOException;
import org.jxinetd.api.service.Commands;

/** The output of another bundle's, as the commands here know it. */
public record OutputOfOthers(Commands.Output to) implements Output {

  @Override
  public void line(String text) throws IOException {
    to.line(Printable.of(text));
  }

  @Override
  public void complaint(String text) throws IOException {
    to.complaint(Printable.of(text));
  }

  @Override
  public boolean stream() throws IOException {
    return to.stream();
  }

  @Override
  public void page() throws IOException {
    to.page();
  }

  @Override
  public void flush() throws IOException {
    to.flush();
  }
}
