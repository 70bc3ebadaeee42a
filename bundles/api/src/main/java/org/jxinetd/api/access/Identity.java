package org.jxinetd.api.access;

import java.util.Objects;

/** What a client host says of the user behind a connection (RFC 1413). */
public sealed interface Identity {

  /**
   * It names somebody.
   *
   * @param text what follows {@code USERID :} in its reply, such as {@code UNIX : alice}
   */
  record Known(String text) implements Identity {
    public Known {
      Objects.requireNonNull(text, "text");
    }

    /** The user alone, without the operating system. */
    public String user() {
      return text.substring(text.indexOf(':') + 1).strip();
    }
  }

  /**
   * It names nobody.
   *
   * @param why in xinetd's words: {@code no server}, {@code timeout}, {@code system error}, {@code
   *     error while receiving response}, {@code bad response}
   */
  record Unknown(String why) implements Identity {
    public Unknown {
      Objects.requireNonNull(why, "why");
    }
  }
}
