package org.jxinetd.shell.systemd;

import java.util.List;

/**
 * What became of one service.
 *
 * @param units none when something stands in the way
 * @param lost what the units do not do that the service does: a clause each
 * @param obstacles why there are no units: what keeps clients out must not be lost
 */
public record Conversion(List<Unit> units, List<String> lost, List<String> obstacles) {

  /** One file for /etc/systemd/system, its lines without their ends. */
  public record Unit(String name, List<String> lines) {
    public Unit {
      lines = List.copyOf(lines);
    }
  }

  public Conversion {
    units = List.copyOf(units);
    lost = List.copyOf(lost);
    obstacles = List.copyOf(obstacles);
  }
}
