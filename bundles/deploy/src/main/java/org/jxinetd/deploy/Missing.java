package org.jxinetd.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Why a bundle does not resolve, in the words of its own manifest. */
final class Missing {

  private static final Pattern CLAUSE =
      Pattern.compile("\\((!?)\\(?([\\w.\\-]+)([<>]?=)([^()]*)\\)");

  private Missing() {}

  /** What nobody here provides; empty when each requirement alone could be met. */
  static List<String> of(Bundle bundle, FrameworkWiring wiring) {
    List<String> missing = new ArrayList<>();
    for (BundleRequirement requirement :
        bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
      Map<String, String> directives = requirement.getDirectives();
      boolean optional =
          Namespace.RESOLUTION_OPTIONAL.equals(
              directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
      String effective = directives.get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
      boolean atResolve = effective == null || Namespace.EFFECTIVE_RESOLVE.equals(effective);
      boolean dynamic =
          PackageNamespace.RESOLUTION_DYNAMIC.equals(
              directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
      if (!optional && !dynamic && atResolve && wiring.findProviders(requirement).isEmpty()) {
        missing.add(words(requirement));
      }
    }
    return missing;
  }

  private static String words(BundleRequirement requirement) {
    String filter =
        requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
    String subject =
        PackageNamespace.PACKAGE_NAMESPACE.equals(requirement.getNamespace())
            ? "package"
            : requirement.getNamespace();
    List<String> parts = new ArrayList<>();
    Matcher clause = CLAUSE.matcher(filter);
    while (clause.find()) {
      String key = clause.group(2);
      String how = clause.group(3);
      String value = clause.group(4);
      if (key.equals(requirement.getNamespace())) {
        parts.addFirst(value);
      } else if (!clause.group(1).isEmpty()) {
        parts.add(key + " below " + value);
      } else {
        parts.add(key + (how.equals(">=") ? " from " : how.equals("<=") ? " up to " : " ") + value);
      }
    }
    return parts.isEmpty() ? subject + " " + filter : subject + " " + String.join(" ", parts);
  }
}
