package org.jxinetd.services.admin;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.ConfigException;
import org.jxinetd.api.service.Endpoint;
import org.jxinetd.api.service.ServiceSpec;
import org.jxinetd.api.service.Token;
import org.jxinetd.linux.Accounts;

/** The users of this host that {@code admin_users} lets in, by their ids. Immutable. */
final class Users {

  /** What the kernel shows for users that have no number here. */
  private static final int NOBODY_KNOWN = 65_534;

  private final Map<Integer, String> names;
  private final SocketOwner owner;

  private Users(Map<Integer, String> names, SocketOwner owner) {
    this.names = Map.copyOf(names);
    this.owner = owner;
  }

  /**
   * The users of a service, if it names any.
   *
   * @throws ConfigException for users that are unknown, and for a list without any
   */
  static Optional<Users> of(ServiceSpec service, SocketOwner owner) throws ConfigException {
    Optional<Attribute> attribute = service.attribute("admin_users");
    if (attribute.isEmpty()) {
      return Optional.empty();
    }
    Map<Integer, String> names = new LinkedHashMap<>();
    for (Token word : attribute.get().values()) {
      Optional<Accounts.User> user = Accounts.user(word.text());
      if (user.isEmpty()) {
        throw ConfigException.in(service, attribute.get(), "Unknown user: " + word.text());
      }
      if (user.get().uid() == NOBODY_KNOWN) {
        throw ConfigException.in(
            service,
            attribute.get(),
            word.text() + " has the number that users of other name spaces are shown with");
      }
      names.put(user.get().uid(), word.text());
    }
    if (names.isEmpty()) {
      throw ConfigException.in(service, attribute.get(), "names no user");
    }
    return Optional.of(new Users(names, owner));
  }

  /**
   * Why a client is not let in; empty when it is one of the users.
   *
   * @param client as the service sees it
   * @param here where it connected to
   */
  Optional<String> refusal(Endpoint client, Endpoint here) {
    try {
      Optional<Integer> uid = owner.of(client, here);
      if (uid.isEmpty()) {
        return Optional.of("it is no user of this host");
      }
      if (names.containsKey(uid.get())) {
        return Optional.empty();
      }
      return Optional.of("its user " + Integer.toUnsignedString(uid.get()) + " is not listed");
    } catch (IOException e) {
      return Optional.of("its user cannot be found out: " + e.getMessage());
    }
  }
}
