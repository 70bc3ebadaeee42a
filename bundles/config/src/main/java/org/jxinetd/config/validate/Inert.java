package org.jxinetd.config.validate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jxinetd.api.service.Attribute;
import org.jxinetd.api.service.Flag;
import org.jxinetd.api.service.ServiceType;
import org.jxinetd.api.service.SocketType;
import org.jxinetd.api.service.Token;
import org.jxinetd.config.merge.Draft;
import org.jxinetd.config.text.Findings;

/** Takes out of a service what cannot take effect in it, and says so where it was asked for. */
final class Inert {

  private final Draft draft;
  private final String id;
  private final Set<Flag> flags;
  private final Transport transport;
  private final Set<ServiceType> types;
  private final Findings findings;
  private final Map<String, Attribute> attributes;

  Inert(
      Draft draft,
      String id,
      Set<Flag> flags,
      Transport transport,
      Set<ServiceType> types,
      Findings findings) {
    this.draft = draft;
    this.id = id;
    this.flags = flags;
    this.transport = transport;
    this.types = types;
    this.findings = findings;
    this.attributes = new LinkedHashMap<>(draft.attributes());
  }

  Draft tidy() {
    attributes.remove("disable");
    intercept();
    traffic();
    identService();
    derived();
    return new Draft(draft.origin(), draft.name(), attributes, draft.own(), draft.broken());
  }

  private void intercept() {
    if (!flags.remove(Flag.INTERCEPT)) {
      return;
    }
    Attribute before = attributes.get("flags");
    without("flags", Flag.INTERCEPT.word());
    boolean waits = draft.word("wait").filter("yes"::equalsIgnoreCase).isPresent();
    String message =
        types.contains(ServiceType.INTERNAL)
            ? "Internal services cannot be intercepted: " + id
            : waits
                ? "INTERCEPT is not supported: in xinetd 2.3 it breaks the service"
                : "Multi-threaded services cannot be intercepted: " + id;
    findings.warning(before.origin(), "flags", message, "the flag is ignored");
  }

  /** Traffic is counted for redirections only. */
  private void traffic() {
    Attribute success = attributes.get("log_on_success");
    boolean counts = attributes.containsKey("redirect");
    if (success == null || counts || !without("log_on_success", "TRAFFIC")) {
      return;
    }
    findings.warning(
        success.origin(),
        "log_on_success",
        "Service " + id + " should not have TRAFFIC flag set since its not redirected",
        "the word is ignored; xinetd would not start the service");
  }

  /** An ident service that asks ident about its clients would ask itself for ever. */
  private void identService() {
    boolean ident =
        transport.type() == SocketType.STREAM
            && transport.port().isPresent()
            && transport.port().getAsInt() == 113;
    if (!ident) {
      return;
    }
    for (String set : List.of("log_on_success", "log_on_failure")) {
      Attribute before = attributes.get(set);
      if (before != null && without(set, "USERID")) {
        findings.warning(
            before.origin(), set, "ID service: clearing USERID option from " + set, "");
      }
    }
  }

  private boolean without(String attribute, String word) {
    Attribute before = attributes.get(attribute);
    List<Token> kept =
        before.values().stream().filter(t -> !t.text().equalsIgnoreCase(word)).toList();
    if (kept.size() == before.values().size()) {
      return false;
    }
    attributes.put(attribute, new Attribute(attribute, kept, before.origin()));
    return true;
  }

  /** Attributes that were left to be derived, so that a reader finds them under their names. */
  private void derived() {
    if (flags.contains(Flag.NOLIBWRAP) && types.contains(ServiceType.RPC)) {
      addFlag(Flag.NOLIBWRAP);
    }
    put("socket_type", transport.type().word());
    put("protocol", transport.protocol().name());
    if (transport.port().isPresent()) {
      put("port", Integer.toString(transport.port().getAsInt()));
    }
    for (String set : List.of("flags", "type")) {
      if (attributes.containsKey(set) && attributes.get(set).values().isEmpty()) {
        attributes.remove(set);
      }
    }
  }

  private void addFlag(Flag flag) {
    Attribute before = attributes.get("flags");
    List<Token> words = new ArrayList<>(before == null ? List.of() : before.values());
    if (words.stream().noneMatch(word -> word.text().equalsIgnoreCase(flag.word()))) {
      var origin = before == null ? draft.origin() : before.origin();
      words.add(new Token(flag.word(), origin));
      attributes.put("flags", new Attribute("flags", words, origin));
    }
  }

  private void put(String attribute, String value) {
    Attribute before = attributes.get(attribute);
    if (before == null || !before.text().equalsIgnoreCase(value)) {
      var origin = before == null ? draft.origin() : before.origin();
      attributes.put(
          attribute, new Attribute(attribute, List.of(new Token(value, origin)), origin));
    }
  }
}
