package org.jxinetd.config.merge;

import java.util.List;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.language.AttributeRule;
import org.jxinetd.config.text.Findings;
import org.jxinetd.config.text.Setting;

/** The comment trap: xinetd knows no comment behind a value, people write them all the same. */
final class Comments {

  private Comments() {}

  /** The values in front of a trailing comment. */
  static List<Token> strip(AttributeRule rule, Setting setting, Findings findings) {
    List<Token> values = setting.values();
    if (!rule.comments()) {
      return values;
    }
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i).text().startsWith("#")) {
        Token comment = values.get(i);
        findings.add(
            Problem.warning(
                    comment.origin(),
                    rule.name(),
                    "comment behind the value",
                    "understood here; xinetd would have " + instead(rule, values.size()))
                .withFix("put the comment on a line of its own"));
        return values.subList(0, i);
      }
    }
    return values;
  }

  private static String instead(AttributeRule rule, int words) {
    if (rule.arity().max() < Integer.MAX_VALUE) {
      return "dropped the line ("
          + rule.arity().ofXinetd().complaint(rule.name(), words)
          + ") and gone on without it";
    }
    return "taken each word of it as a value";
  }
}
