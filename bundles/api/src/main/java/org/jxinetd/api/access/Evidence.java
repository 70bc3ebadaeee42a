package org.jxinetd.api.access;

import java.util.Objects;
import org.jxinetd.api.service.Origin;

/**
 * What a decision rests on.
 *
 * @param rule the rule as a reader knows it, such as {@code no_access = 10.0.0.0/8}
 * @param origin where the rule is written
 * @param detail the state that counted, such as {@code 3 of 4 instances}; empty for none
 */
public record Evidence(String rule, Origin origin, String detail) {

  public Evidence {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(detail, "detail");
  }
}
