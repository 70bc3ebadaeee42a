package org.jxinetd.engine.foreign;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A thread that runs a virtual thread at this moment.
 *
 * @param virtualThread the number of the latter
 * @param cpuMillis the processor time that the carrier has taken
 * @param classes whose code is on the stack of the virtual thread
 */
record Carrier(String virtualThread, double cpuMillis, Set<String> classes) {

  private static final Pattern HEAD = Pattern.compile("^\".* cpu=([0-9.]+)ms ");
  private static final Pattern MOUNTED = Pattern.compile("^ +Mounted virtual thread (#\\d+)");
  private static final Pattern FRAME = Pattern.compile("^\\s+at (\\S+)\\.[^.(]+\\(");

  /** Reads what the VM prints of its threads. */
  static List<Carrier> of(String dump) {
    List<Carrier> all = new ArrayList<>();
    double cpuMillis = 0;
    Carrier now = null; // null outside the stack of a virtual thread
    for (String line : (Iterable<String>) dump.lines()::iterator) {
      Matcher head = HEAD.matcher(line);
      Matcher mounted = MOUNTED.matcher(line);
      Matcher frame = FRAME.matcher(line);
      if (head.find()) {
        cpuMillis = Double.parseDouble(head.group(1));
        now = null;
      } else if (mounted.find()) {
        now = new Carrier(mounted.group(1), cpuMillis, new LinkedHashSet<>());
        all.add(now);
      } else if (now != null && frame.find()) {
        now.classes.add(frame.group(1));
      }
    }
    return all;
  }
}
