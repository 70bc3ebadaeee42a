package org.jxinetd.shell.command;

import java.util.ArrayList;
import java.util.List;

/** Keeps the lines of a command. */
final class Recorder implements Output {

  final List<String> lines = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();
  int pages;

  @Override
  public void line(String text) {
    lines.add(text);
  }

  @Override
  public boolean stream() {
    return false; // nobody would end it
  }

  @Override
  public void page() {
    pages++;
  }

  @Override
  public void complaint(String text) {
    complaints.add(text);
  }
}
