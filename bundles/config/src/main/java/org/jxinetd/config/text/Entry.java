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
   * @param id what the first {@code id} of its settings says, else its name
   */
  record Service(Origin origin, Token name, List<Setting> settings, boolean broken, String id)
      implements Entry {
    public Service {
      settings = List.copyOf(settings);
    }

    public Service(Origin origin, Token name, List<Setting> settings, boolean broken) {
      this(origin, name, settings, broken, id(name, settings));
    }

    private static String id(Token name, List<Setting> settings) {
      for (Setting setting : settings) {
        if (setting.name().text().equalsIgnoreCase("id") && !setting.values().isEmpty()) {
          return setting.values().getFirst().text();
        }
      }
      return name.text();
    }
  }

  /** {@code include FILE} or {@code includedir DIRECTORY}. */
  record Include(Origin origin, Token path, boolean directory) implements Entry {}
}
