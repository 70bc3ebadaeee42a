package org.jxinetd.config.text;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Services that somebody switched on or off against what the files say. Immutable.
 *
 * @param on ids in lower case
 * @param off ids in lower case
 */
public record Switches(Set<String> on, Set<String> off) {

  /** What the files say holds. */
  public static final Switches NONE = new Switches(Set.of(), Set.of());

  public Switches {
    on = Set.copyOf(on);
    off = Set.copyOf(off);
  }

  public boolean isOn(String id) {
    return on.contains(key(id));
  }

  public boolean isOff(String id) {
    return off.contains(key(id));
  }

  /** With one service switched. */
  public Switches turned(String id, boolean toOn) {
    Set<String> nowOn = new HashSet<>(on);
    Set<String> nowOff = new HashSet<>(off);
    (toOn ? nowOn : nowOff).add(key(id));
    (toOn ? nowOff : nowOn).remove(key(id));
    return new Switches(nowOn, nowOff);
  }

  /** With one service as the files say. */
  public Switches without(String id) {
    Set<String> nowOn = new HashSet<>(on);
    Set<String> nowOff = new HashSet<>(off);
    nowOn.remove(key(id));
    nowOff.remove(key(id));
    return new Switches(nowOn, nowOff);
  }

  private static String key(String id) {
    return id.toLowerCase(Locale.ROOT);
  }
}
