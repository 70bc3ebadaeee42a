package org.jxinetd.deploy;

import java.util.Map;

/**
 * What a configuration file says.
 *
 * @param values by key: text, numbers, yes or no, or arrays of these
 * @param lines where each key stands, counted from 1
 */
record Settings(Map<String, Object> values, Map<String, Integer> lines) {

  Settings {
    values = Map.copyOf(values);
    lines = Map.copyOf(lines);
  }
}
