package org.jxinetd.access.libwrap;

import java.util.function.Supplier;

/** Who wants what: what the rules are asked about. Belongs to the thread that decides. */
final class Visit {

  private final String daemon;
  private final Party client;
  private final Party server;
  private Supplier<String> question;
  private String user; // null until asked for

  /**
   * @param daemon the service's name in the rules
   * @param user finds out who uses the client host; asked once, and only when a rule wants to know
   */
  Visit(String daemon, Party client, Party server, Supplier<String> user) {
    this.daemon = daemon;
    this.client = client;
    this.server = server;
    this.question = user;
  }

  Visit(String daemon, Party client, Party server, String user) {
    this(daemon, client, server, () -> user);
  }

  String daemon() {
    return daemon;
  }

  Party client() {
    return client;
  }

  Party server() {
    return server;
  }

  /** {@code unknown} when nobody says. */
  String user() {
    if (user == null) {
      user = question.get();
    }
    return user;
  }

  /** Asks in another way, unless it was asked already. */
  void askUser(Supplier<String> other) {
    question = other;
    String unused = user();
    assert unused != null;
  }
}
