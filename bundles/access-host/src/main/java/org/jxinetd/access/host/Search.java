package org.jxinetd.access.host;

import java.util.ArrayList;
import java.util.List;

/**
 * How names are completed that are written short, as resolv.conf(5) has it. A name with a dot at
 * its end is never completed.
 *
 * @param domains put behind a name, in this order
 * @param ndots a name with as many dots is taken as it stands first, and only then completed
 */
record Search(List<String> domains, int ndots) {

  static final Search NONE = new Search(List.of(), 1);

  Search {
    domains = List.copyOf(domains);
  }

  private boolean isShort(String name) {
    return name.chars().filter(c -> c == '.').count() < ndots;
  }

  /** What a name may stand for, in the order in which DNS is asked. */
  List<String> candidates(String written) {
    if (written.endsWith(".")) {
      return List.of(written.substring(0, written.length() - 1));
    }
    List<String> names = new ArrayList<>();
    for (String domain : domains) {
      HostName.of(written + "." + domain).ifPresent(names::add);
    }
    names.add(isShort(written) ? names.size() : 0, written);
    return names;
  }

  /** The short forms of a name: those that become this name when they are completed first. */
  List<String> shortFormsOf(String name) {
    List<String> forms = new ArrayList<>();
    for (String domain : domains) {
      if (name.endsWith("." + domain)) {
        String form = name.substring(0, name.length() - domain.length() - 1);
        if (isShort(form)) {
          forms.add(form);
        }
      }
    }
    return forms;
  }
}
