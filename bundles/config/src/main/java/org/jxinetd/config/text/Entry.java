package org.jxinetd.config.text;

import java.util.List;
import org.jxinetd.api.service.Origin;
import org.jxinetd.api.service.Token;

/** One top-level entry of a configuration file. */
public sealed interface Entry {

  /** Place of the keyword. */
  Origin origin();

  /**
   * A {@code defaults} entry.
   *
   * @param unread first words of lines that could not be read: nobody knows what they meant to set
   */
  record Defaults(Origin origin, List<Setting> settings, List<Token> unread) implements Entry {
    public Defaults {
      settings = List.copyOf(settings);
      unread = List.copyOf(unread);
    }
  }

  /**
   * A {@code service} entry.
   *
   * @param broken a line of it could not be read (a problem says which), so it must not run
   */
  record Service(Origin origin, Token name, List<Setting> settings, boolean broken)
      implements Entry {
    public Service {
      settings = List.copyOf(settings);
    }
  }

  /** {@code include FILE} or {@code includedir DIRECTORY}. */
  record Include(Origin origin, Token path, boolean directory) implements Entry {}
}
