package org.jxinetd.config.validate;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.text.Findings;

/** Variables that {@code passenv} names and the daemon does not have; said once for each place. */
public final class PassedVariables {

  private final Map<String, String> environment;
  private final Findings findings;
  private final Set<Token> said = new HashSet<>();

  /**
   * @param environment of the daemon
   */
  public PassedVariables(Map<String, String> environment, Findings findings) {
    this.environment = environment;
    this.findings = findings;
  }

  /** Looks at an effective list. */
  public void check(Attribute passenv) {
    for (Token name : passenv.values()) {
      if (!environment.containsKey(name.text()) && said.add(name)) {
        findings.warning(
            name.origin(),
            "passenv",
            "undefined environment variable: " + name.text(),
            "nothing is passed for it");
      }
    }
  }
}
