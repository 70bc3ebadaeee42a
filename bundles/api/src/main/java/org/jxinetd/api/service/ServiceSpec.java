package org.jxinetd.api.service;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One effective service: what to listen on and every attribute after inheritance, each with its
 * origin. Immutable and safe for any thread. Made by a {@link ServiceCompiler}, which has checked
 * the values of the standard attributes; an owner of other attributes checks those itself.
 */
public final class ServiceSpec {

  /** Who wrote the configuration; the administrator's wins over a file's for the same id. */
  public enum Source {
    /** A file in xinetd.conf syntax. */
    FILE,
    /** A Config Admin client: a {@code .cfg} file, the shell, a management agent. */
    ADMIN
  }

  private final String pid;
  private final Source source;
  private final Origin origin;
  private final String name;
  private final String id;
  private final Set<ServiceType> types;
  private final Set<Flag> flags;
  private final SocketType socketType;
  private final String protocol;
  private final int protocolNumber;
  private final boolean wait;
  private final OptionalInt port;
  private final Map<String, Attribute> attributes;
  private final boolean lastGood;

  private ServiceSpec(Builder b) {
    pid = Objects.requireNonNull(b.pid, "pid");
    source = b.source;
    origin = b.origin;
    name = Objects.requireNonNull(b.name, "name");
    id = b.id == null ? b.name : b.id;
    types = Collections.unmodifiableSet(b.types);
    flags = Collections.unmodifiableSet(b.flags);
    socketType = Objects.requireNonNull(b.socketType, "socketType");
    protocol = Objects.requireNonNull(b.protocol, "protocol");
    protocolNumber = b.protocolNumber;
    wait = b.wait;
    port = b.port;
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(b.attributes));
    lastGood = b.lastGood;
  }

  /** Starts a service from its Config Admin PID and its name. */
  public static Builder builder(String pid, String name) {
    return new Builder(pid, name);
  }

  /** The Config Admin PID: unique, stable across reloads of the same service. */
  public String pid() {
    return pid;
  }

  public Source source() {
    return source;
  }

  /** True when what is written now cannot be used, and this older definition stays in force. */
  public boolean lastGood() {
    return lastGood;
  }

  /** The line of the {@code service} keyword, or the PID. */
  public Origin origin() {
    return origin;
  }

  /** The name behind {@code service}: selects the port and the built-in service. */
  public String name() {
    return name;
  }

  /** The name in logs, {@code enabled} and {@code disabled}; compared ignoring case. */
  public String id() {
    return id;
  }

  public Set<ServiceType> types() {
    return types;
  }

  public Set<Flag> flags() {
    return flags;
  }

  public boolean has(ServiceType type) {
    return types.contains(type);
  }

  public boolean has(Flag flag) {
    return flags.contains(flag);
  }

  public SocketType socketType() {
    return socketType;
  }

  /** Name as in /etc/protocols, such as {@code tcp}. */
  public String protocol() {
    return protocol;
  }

  /** Number as in /etc/protocols, such as 6 for tcp. */
  public int protocolNumber() {
    return protocolNumber;
  }

  /** True when the server takes the service's own socket and further clients wait for its end. */
  public boolean waits() {
    return wait;
  }

  /** Port to listen on, 0 for one that the kernel chooses; empty for services without a socket. */
  public OptionalInt port() {
    return port;
  }

  /** Every attribute that was set, standard or not, by lower-case name, in the order written. */
  public Map<String, Attribute> attributes() {
    return attributes;
  }

  public Optional<Attribute> attribute(String attributeName) {
    return Optional.ofNullable(attributes.get(attributeName));
  }

  /** The first word of an attribute. */
  public Optional<String> word(String attributeName) {
    Attribute found = attributes.get(attributeName);
    return found == null || found.values().isEmpty()
        ? Optional.empty()
        : Optional.of(found.values().getFirst().text());
  }

  /** All words of an attribute; empty when it is not set. */
  public List<String> words(String attributeName) {
    Attribute found = attributes.get(attributeName);
    return found == null ? List.of() : found.words();
  }

  /** A yes/no attribute. */
  public boolean yes(String attributeName, boolean otherwise) {
    return word(attributeName).map("yes"::equalsIgnoreCase).orElse(otherwise);
  }

  /**
   * A whole number in decimal.
   *
   * @throws ConfigException when it is not a number between {@code min} and {@code max}
   */
  public OptionalInt integer(String attributeName, int min, int max) throws ConfigException {
    Attribute found = attributes.get(attributeName);
    if (found == null) {
      return OptionalInt.empty();
    }
    String text = found.text();
    try {
      int value = Integer.parseInt(text);
      if (value >= min && value <= max) {
        return OptionalInt.of(value);
      }
    } catch (NumberFormatException notANumber) {
      // said below, together with the range
    }
    throw ConfigException.in(
        this, found, "'" + text + "' is not a whole number from " + min + " to " + max);
  }

  /** A copy to change; the attributes come along. */
  public Builder toBuilder() {
    Builder b = new Builder(pid, name);
    b.source = source;
    b.origin = origin;
    b.id = id;
    b.types.addAll(types);
    b.flags.addAll(flags);
    b.socketType = socketType;
    b.protocol = protocol;
    b.protocolNumber = protocolNumber;
    b.wait = wait;
    b.port = port;
    b.attributes.putAll(attributes);
    b.lastGood = lastGood;
    return b;
  }

  /**
   * True when both describe the same service with the same values; where the values were written
   * does not count.
   */
  public boolean sameAs(ServiceSpec other) {
    return name.equals(other.name)
        && id.equals(other.id)
        && types.equals(other.types)
        && flags.equals(other.flags)
        && socketType == other.socketType
        && protocol.equals(other.protocol)
        && wait == other.wait
        && port.equals(other.port)
        && words(attributes).equals(words(other.attributes));
  }

  private static Map<String, List<String>> words(Map<String, Attribute> attributes) {
    Map<String, List<String>> out = new LinkedHashMap<>();
    attributes.forEach((name, attribute) -> out.put(name, attribute.words()));
    return out;
  }

  @Override
  public String toString() {
    return id + " (" + name + " " + protocol + ", " + origin + ")";
  }

  /** Collects the parts of a {@link ServiceSpec}. Not for use by several threads. */
  public static final class Builder {
    private final String pid;
    private final String name;
    private final Set<ServiceType> types = EnumSet.noneOf(ServiceType.class);
    private final Set<Flag> flags = EnumSet.noneOf(Flag.class);
    private final Map<String, Attribute> attributes = new LinkedHashMap<>();
    private Source source = Source.FILE;
    private Origin origin = Origin.NONE;
    private String id;
    private SocketType socketType = SocketType.STREAM;
    private String protocol = "tcp";
    private int protocolNumber = 6;
    private boolean wait;
    private OptionalInt port = OptionalInt.empty();
    private boolean lastGood;

    private Builder(String pid, String name) {
      this.pid = pid;
      this.name = name;
    }

    public Builder source(Source value) {
      source = Objects.requireNonNull(value, "source");
      return this;
    }

    public Builder origin(Origin value) {
      origin = Objects.requireNonNull(value, "origin");
      return this;
    }

    public Builder id(String value) {
      id = value;
      return this;
    }

    public Builder type(ServiceType... values) {
      Collections.addAll(types, values);
      return this;
    }

    public Builder flag(Flag... values) {
      Collections.addAll(flags, values);
      return this;
    }

    public Builder socketType(SocketType value) {
      socketType = value;
      return this;
    }

    public Builder protocol(String protocolName, int number) {
      protocol = protocolName;
      protocolNumber = number;
      return this;
    }

    public Builder waits(boolean value) {
      wait = value;
      return this;
    }

    public Builder port(int value) {
      if (value < 0 || value > 65535) {
        throw new IllegalArgumentException("port out of range: " + value);
      }
      port = OptionalInt.of(value);
      return this;
    }

    public Builder lastGood(boolean value) {
      lastGood = value;
      return this;
    }

    /** Sets an attribute, replacing one of the same name. */
    public Builder attribute(Attribute value) {
      attributes.put(value.name(), value);
      return this;
    }

    /** Sets an attribute from plain words that share the service's origin. */
    public Builder attribute(String attributeName, String... words) {
      List<Token> tokens = new ArrayList<>();
      for (String word : words) {
        tokens.add(new Token(word, origin));
      }
      return attribute(new Attribute(attributeName, tokens, origin));
    }

    public ServiceSpec build() {
      return new ServiceSpec(this);
    }
  }
}
